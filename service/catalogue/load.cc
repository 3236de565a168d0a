#include "service/catalogue/load.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "ischia/catalogue/v1/catalogue.pb.h"
#include "service/catalogue/check.h"
#include "service/domain/assess/facts.h"

namespace ischia::catalogue {
namespace {

namespace proto = ::ischia::catalogue::v1;
using domain::ExerciseId;
using domain::RuleId;

// Enumerations of the files follow those of the domain; where the domain has no "unspecified", it
// begins one earlier.
template <typename Enumeration>
constexpr int kUnspecifiedInFilesOnly = 0;
template <>
constexpr int kUnspecifiedInFilesOnly<domain::Tag> = 1;
template <>
constexpr int kUnspecifiedInFilesOnly<domain::ExerciseClass> = 1;
template <>
constexpr int kUnspecifiedInFilesOnly<domain::Base> = 1;

template <typename Enumeration>
constexpr Enumeration As(int in_file) {
  return static_cast<Enumeration>(in_file - kUnspecifiedInFilesOnly<Enumeration>);
}

static_assert(As<domain::Tag>(proto::TAG_HEEL_PRESSURE) == domain::Tag::kHeelPressure);
static_assert(As<domain::Equipment>(proto::EQUIPMENT_SLIDER_OR_SOCK_ON_SMOOTH_FLOOR) ==
              domain::Equipment::kSliderOrSockOnSmoothFloor);
static_assert(As<domain::ExerciseClass>(proto::EXERCISE_CLASS_SUPPORT) ==
              domain::ExerciseClass::kSupport);
static_assert(As<domain::Base>(proto::BASE_ANY) == domain::Base::kAny);
static_assert(As<domain::DrawnBy>(proto::DRAWN_BY_KNEE_EXTENSION_DEFICIT) ==
              domain::DrawnBy::kKneeExtensionDeficit);
static_assert(As<domain::View>(proto::VIEW_FRONT) == domain::View::kFront);
static_assert(As<domain::AccentedLegs>(proto::ACCENTED_LEGS_BOTH) == domain::AccentedLegs::kBoth);
static_assert(As<domain::MarkedAngle>(proto::MARKED_ANGLE_KNEE) == domain::MarkedAngle::kKnee);
static_assert(As<domain::Severity>(proto::SEVERITY_REFUSE_REFER) == domain::Severity::kRefuseRefer);
static_assert(As<domain::Urgency>(proto::URGENCY_EMERGENCY) == domain::Urgency::kEmergency);
static_assert(As<domain::Supervision>(proto::SUPERVISION_EVERY_SESSION) ==
              domain::Supervision::kEverySession);
static_assert(As<domain::LimitKind>(proto::LIMIT_KIND_SOFT_KNEE_DEGREES) ==
              domain::LimitKind::kSoftKneeDegrees);
static_assert(As<domain::Pathway>(proto::PATHWAY_PREVENTION) == domain::Pathway::kPrevention);
static_assert(As<domain::StrainPhase>(proto::STRAIN_PHASE_S4) == domain::StrainPhase::kS4);
static_assert(As<domain::EvidenceGrade>(proto::EVIDENCE_GRADE_DESIGN_RULE) ==
              domain::EvidenceGrade::kDesignRule);

// -- Reading ------------------------------------------------------------------------------------

class SyntaxErrors : public google::protobuf::io::ErrorCollector {
 public:
  SyntaxErrors(std::string_view file, Violations& violations)
      : file_(file), violations_(violations) {}

  void AddError(int line, int column, const std::string& message) override {
    violations_.Add(std::string(file_),
                    std::to_string(line + 1) + ':' + std::to_string(column + 1) + ": " + message);
  }

 private:
  std::string_view file_;
  Violations& violations_;
};

template <typename Message>
Message Read(std::string_view file, const std::string& text, Violations& violations) {
  SyntaxErrors errors(file, violations);
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&errors);
  Message message;
  (void)parser.ParseFromString(text, &message);  // what is wrong is in `errors`
  return message;
}

std::vector<std::string> AsStrings(const google::protobuf::RepeatedPtrField<std::string>& in_file) {
  return {in_file.begin(), in_file.end()};
}

// -- Sources ------------------------------------------------------------------------------------

class Sources {
 public:
  Sources(const proto::SourceFile& file, Violations& violations) : violations_(violations) {
    for (const proto::Source& in_file : file.sources()) {
      domain::Source source;
      source.key = in_file.key();
      source.authors = in_file.authors();
      source.year = in_file.year();
      source.journal = in_file.journal();
      source.doi = in_file.doi();
      const bool added = by_key_.emplace(in_file.key(), std::move(source)).second;
      if (!added || in_file.key().empty() || in_file.authors().empty()) {
        violations_.Add("sources " + in_file.key(), "a source has a key of its own and authors");
      }
    }
  }

  domain::Source Cite(const proto::Citation& citation, const std::string& where) {
    domain::Source source;
    const bool design_rule = citation.grade() == proto::EVIDENCE_GRADE_DESIGN_RULE;
    if (citation.grade() == proto::EVIDENCE_GRADE_UNSPECIFIED) {
      violations_.Add(where, "a citation has no grade");
    }
    if (citation.key().empty() != design_rule) {
      violations_.Add(where, "exactly a design rule has no source");
    } else if (!design_rule) {
      const auto found = by_key_.find(citation.key());
      if (found == by_key_.end()) {
        violations_.Add(where, "no source " + citation.key());
      } else {
        source = found->second;
        cited_.insert(citation.key());
      }
    }
    source.grade = As<domain::EvidenceGrade>(citation.grade());
    return source;
  }

  // The first citation of a message, after the check that each of its numbers is cited.
  template <typename Message>
  domain::Source CiteNumbers(const Message& message, const std::string& where) {
    std::set<std::string> cited;
    std::vector<domain::Source> sources;
    for (const proto::Citation& citation : message.citations()) {
      sources.push_back(Cite(citation, where));
      cited.insert(citation.fields().begin(), citation.fields().end());
    }
    const std::set<std::string> numbers = NumbersOf(message);
    for (const std::string& name : numbers) {
      if (!cited.contains(name)) violations_.Add(where, name + " has no source");
    }
    for (const std::string& name : cited) {
      if (!numbers.contains(name)) violations_.Add(where, "cites " + name + ", which is not set");
    }
    return sources.empty() ? domain::Source{} : sources.front();
  }

  void RequireAllCited() {
    for (const auto& [key, source] : by_key_) {
      if (!cited_.contains(key)) violations_.Add("sources " + key, "nothing cites it");
    }
  }

 private:
  static std::set<std::string> NumbersOf(const google::protobuf::Message& message) {
    using google::protobuf::FieldDescriptor;
    std::vector<const FieldDescriptor*> fields;
    message.GetReflection()->ListFields(message, &fields);
    std::set<std::string> names;
    for (const FieldDescriptor* field : fields) {
      const bool is_number = field->cpp_type() == FieldDescriptor::CPPTYPE_INT32 ||
                             field->cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE;
      if (is_number) names.insert(field->name());
    }
    return names;
  }

  std::map<std::string, domain::Source> by_key_;
  std::set<std::string> cited_;
  Violations& violations_;
};

// -- From messages to values --------------------------------------------------------------------

class Conversion {
 public:
  Conversion(Sources& sources, Violations& violations)
      : sources_(sources), violations_(violations) {}

  domain::Exercise Convert(const proto::Exercise& in_file) {
    const std::string where = "exercises " + in_file.id();
    domain::Exercise exercise;
    exercise.id = Id<ExerciseId>(in_file.id(), where);
    RequireStated(in_file.exercise_class(), where);
    RequireStated(in_file.base(), where);
    exercise.exercise_class = As<domain::ExerciseClass>(in_file.exercise_class());
    exercise.base = As<domain::Base>(in_file.base());
    exercise.tags = TagsOf(in_file.tags(), where);
    for (int piece : in_file.equipment()) {
      RequireStated(piece, where);
      exercise.equipment.set(static_cast<std::size_t>(As<domain::Equipment>(piece)));
    }
    exercise.bed_ok = in_file.bed_ok();
    exercise.per_side = in_file.per_side();
    exercise.max_hip_flexion = in_file.max_hip_flexion_degrees();
    exercise.hip_adjustable = in_file.hip_adjustable();
    exercise.dose_rule = Id<RuleId>(in_file.dose_rule(), where);
    exercise.source = sources_.Cite(in_file.dose_source(), where);
    for (const proto::DoseStep& step : in_file.steps()) exercise.steps.push_back(Convert(step));
    exercise.minimum_work_seconds = in_file.minimum_work_seconds();
    if (in_file.has_unlock()) exercise.unlock = Convert(in_file.unlock(), where);
    exercise.regress = Ids(in_file.regress(), where);
    exercise.progress = Ids(in_file.progress(), where);
    exercise.drawing = Convert(in_file.drawing());
    const domain::Pose& start = exercise.drawing.start;
    const domain::Pose& end = exercise.drawing.end;
    exercise.max_trunk_lean = std::max(start.trunk, end.trunk);
    exercise.max_lumbar_flexion = std::max(start.lumbar, end.lumbar);
    return exercise;
  }

  domain::SafetyRule Convert(const proto::SafetyRule& in_file) {
    const std::string where = "safety_rules " + in_file.id();
    domain::SafetyRule rule;
    rule.id = Id<RuleId>(in_file.id(), where);
    rule.severity = As<domain::Severity>(in_file.severity());
    rule.urgency = As<domain::Urgency>(in_file.urgency());
    rule.condition = Convert(in_file.condition(), where);
    for (const std::string& id : in_file.silenced_by()) {
      rule.silenced_by.push_back(Id<RuleId>(id, where));
    }
    rule.effect = Convert(in_file.effect(), where);
    if (in_file.has_after_clearance()) {
      rule.after_clearance = Convert(in_file.after_clearance(), where);
    }
    for (const proto::When& when : in_file.when()) {
      rule.when.push_back({Convert(when.condition(), where), Convert(when.effect(), where)});
    }
    if (in_file.has_later()) {
      rule.later = {in_file.later().after_weeks(), in_file.later().max_symptom_score(),
                    LimitsOf(in_file.later().limits())};
    }
    rule.escalate_condition = Convert(in_file.escalation().condition(), where);
    rule.escalate_severity = As<domain::Severity>(in_file.escalation().severity());
    rule.escalate_urgency = As<domain::Urgency>(in_file.escalation().urgency());
    rule.clearance_flag = in_file.clearance_flag();
    rule.acknowledgement_required = in_file.acknowledgement_required();
    rule.text_keys = AsStrings(in_file.text_keys());
    rule.session_items = AsStrings(in_file.session_items());
    for (const proto::Citation& citation : in_file.sources()) {
      rule.sources.push_back(sources_.Cite(citation, where));
    }
    return rule;
  }

  void Convert(const proto::DoseFile& in_file, domain::Catalogue& catalogue) {
    catalogue.version = in_file.version();
    if (in_file.version().empty()) violations_.Add("doses", "the version is missing");
    catalogue.static_dose = Convert(in_file.static_dose());
    catalogue.adjunct_dose = Convert(in_file.adjunct_dose());
    catalogue.maintenance = {sources_.CiteNumbers(in_file.maintenance(), "doses maintenance"),
                             in_file.maintenance().days_per_week()};
    catalogue.plateau = {sources_.Cite(in_file.plateau().source(), "doses plateau"),
                         Ids(in_file.plateau().technique(), "doses plateau"),
                         Ids(in_file.plateau().strength(), "doses plateau")};
    (void)sources_.CiteNumbers(in_file.held_effort(), "doses held_effort");
    catalogue.long_effort_seconds = in_file.held_effort().long_from_seconds();
    for (const proto::RulePlan& plan : in_file.rule_plans()) {
      catalogue.rule_plans.push_back(Convert(plan));
    }
    catalogue.time_budget = Convert(in_file.time_budget());
    const proto::ProgramFrame& frame = in_file.frame();
    (void)sources_.CiteNumbers(frame, "doses frame");
    catalogue.default_exercise_count = frame.default_exercise_count();
    catalogue.max_exercise_count = frame.max_exercise_count();
    catalogue.week_count = frame.week_count();
    catalogue.remeasure_weeks = {frame.remeasure_weeks().begin(), frame.remeasure_weeks().end()};
    catalogue.trunk_fallback = Ids(in_file.trunk().fallback(), "doses trunk");
    catalogue.trunk_source = sources_.Cite(in_file.trunk().source(), "doses trunk");
    for (const proto::PathwayTemplate& pathway : in_file.pathways()) {
      catalogue.pathways.push_back(Convert(pathway));
    }
    catalogue.seed_text_keys = AsStrings(in_file.seed_text_keys());
    if (in_file.seed_text_keys().empty()) violations_.Add("doses", "seed_text_keys is missing");
  }

  domain::Norms Convert(const proto::Norms& in_file) {
    domain::Norms norms;
    norms.source = sources_.CiteNumbers(in_file, "norms");
    norms.knee_female = Convert(in_file.knee_female(), "norms knee_female");
    norms.knee_male = Convert(in_file.knee_male(), "norms knee_male");
    norms.raise_female = Convert(in_file.raise_female(), "norms raise_female");
    norms.raise_male = Convert(in_file.raise_male(), "norms raise_male");
    norms.knee_mean_female = in_file.knee_mean_female();
    norms.knee_mean_male = in_file.knee_mean_male();
    norms.knee_detectable_change = in_file.knee_detectable_change();
    norms.raise_detectable_change = in_file.raise_detectable_change();
    norms.unbanded_age_from = in_file.unbanded_age_from();
    norms.unbanded_age_to = in_file.unbanded_age_to();
    norms.osteoporosis_t_score = in_file.osteoporosis_t_score();
    return norms;
  }

  domain::TrajectoryRule Convert(const proto::Trajectory& in_file) {
    domain::TrajectoryRule rule;
    rule.source = sources_.CiteNumbers(in_file, "norms trajectory");
    rule.older_source = sources_.CiteNumbers(in_file.older(), "norms trajectory.older");
    rule.time_constant_weeks = in_file.time_constant_weeks();
    rule.knee_low = in_file.knee_low();
    rule.knee_expected = in_file.knee_expected();
    rule.knee_high = in_file.knee_high();
    rule.raise_low = in_file.raise_low();
    rule.raise_expected = in_file.raise_expected();
    rule.raise_high = in_file.raise_high();
    rule.older_age = in_file.older().age();
    rule.older_low = in_file.older().low();
    rule.older_expected = in_file.older().expected();
    rule.older_high = in_file.older().high();
    rule.older_until_week = in_file.older().until_week();
    return rule;
  }

  domain::MinimumDataRule Convert(const proto::MinimumData& in_file) {
    return {sources_.CiteNumbers(in_file, "norms minimum_data"), in_file.blood_pressure_from_age(),
            in_file.falls_from_age(), in_file.beighton_from_raise()};
  }

  domain::LogicalCheckRule Convert(const proto::LogicalChecks& in_file) {
    domain::LogicalCheckRule rule;
    rule.source = sources_.CiteNumbers(in_file, "norms logical_checks");
    rule.stiff_raise = in_file.stiff_raise();
    rule.loose_raise = in_file.loose_raise();
    rule.fresh_injury_days = in_file.fresh_injury_days();
    rule.large_side_difference = in_file.large_side_difference();
    rule.first_episode_from_age = in_file.first_episode_from_age();
    rule.first_episode_to_age = in_file.first_episode_to_age();
    return rule;
  }

  domain::AdherenceRule Convert(const proto::Adherence& in_file) {
    domain::AdherenceRule rule;
    rule.source = sources_.CiteNumbers(in_file, "norms adherence");
    rule.good_percent = in_file.good_percent();
    rule.partial_percent = in_file.partial_percent();
    rule.judged_from_percent = in_file.judged_from_percent();
    rule.lapse_days = in_file.lapse_days();
    rule.drop_out_days = in_file.drop_out_days();
    rule.raised_morning_points = in_file.raised_morning_points();
    return rule;
  }

  domain::CheckInRule Convert(const proto::CheckIns& in_file) {
    return {sources_.CiteNumbers(in_file, "norms check_ins"), in_file.late_after_hours(),
            in_file.in_one_go_days(), in_file.in_one_go_minutes()};
  }

  domain::DecisionRule Convert(const proto::WeeklyDecisions& in_file) {
    domain::DecisionRule rule;
    rule.source = sources_.CiteNumbers(in_file, "decisions decisions");
    rule.back_mean_discomfort = in_file.back_mean_discomfort();
    rule.back_worst_discomfort = in_file.back_worst_discomfort();
    rule.back_symptom_rise = in_file.back_symptom_rise();
    rule.back_raised_mornings = in_file.back_raised_mornings();
    rule.back_tingling_days = in_file.back_tingling_days();
    rule.same_above_discomfort = in_file.same_above_discomfort();
    rule.same_symptom_rise = in_file.same_symptom_rise();
    rule.same_raised_mornings = in_file.same_raised_mornings();
    rule.same_tingling_days = in_file.same_tingling_days();
    rule.fewest_logged_days = in_file.fewest_logged_days();
    rule.symptom_weeks = in_file.symptom_weeks();
    rule.holds_to_review = in_file.holds_to_review();
    rule.regresses_to_review = in_file.regresses_to_review();
    rule.simplifies_to_review = in_file.simplifies_to_review();
    rule.pause_repeat_days = in_file.pause_repeat_days();
    rule.pause_steps_back = in_file.pause_steps_back();
    rule.pause_reassess_days = in_file.pause_reassess_days();
    return rule;
  }

  domain::RemeasurementRule Convert(const proto::Remeasurement& in_file) {
    const std::string where = "decisions remeasurement";
    domain::RemeasurementRule rule;
    rule.source = sources_.CiteNumbers(in_file, where);
    rule.decision_weeks = {in_file.decision_weeks().begin(), in_file.decision_weeks().end()};
    rule.knee_change_two_testers = in_file.knee_change_two_testers();
    rule.pain = Convert(in_file.pain(), where + ".pain");
    rule.oswestry = Convert(in_file.oswestry(), where + ".oswestry");
    rule.roland_morris = Convert(in_file.roland_morris(), where + ".roland_morris");
    rule.lefs = Convert(in_file.lefs(), where + ".lefs");
    rule.fash = Convert(in_file.fash(), where + ".fash");
    rule.plateau_hold_weeks = in_file.plateau_hold_weeks();
    rule.plateau_step_weeks = in_file.plateau_step_weeks();
    return rule;
  }

  domain::DischargeRule Convert(const proto::Discharge& in_file) {
    return {sources_.CiteNumbers(in_file, "decisions discharge"),
            in_file.pain_at_most(),
            in_file.strain_side_percent(),
            in_file.healthy_lefs(),
            in_file.best_fash(),
            in_file.recheck_months()};
  }

  domain::StrainGate Convert(const proto::StrainGate& in_file) {
    const std::string where = "safety_rules strain_gates";
    return {Convert(in_file.stays_while(), where), sources_.Cite(in_file.source(), where)};
  }

  double Convert(const proto::Caps& in_file) {
    (void)sources_.CiteNumbers(in_file, "safety_rules caps");
    return in_file.lowest_adjusted_hip_flexion();
  }

 private:
  // An id that is too long for its value would be cut, and two of them could meet.
  template <typename IdType>
  IdType Id(const std::string& text, const std::string& where) {
    const IdType id{text};
    if (text.empty() || id.text() != text) violations_.Add(where, "\"" + text + "\" is no id");
    return id;
  }

  std::vector<ExerciseId> Ids(const google::protobuf::RepeatedPtrField<std::string>& in_file,
                              const std::string& where) {
    std::vector<ExerciseId> ids;
    ids.reserve(static_cast<std::size_t>(in_file.size()));
    for (const std::string& text : in_file) ids.push_back(Id<ExerciseId>(text, where));
    return ids;
  }

  void RequireStated(int in_file, const std::string& where) {
    if (in_file == 0) violations_.Add(where, "an enumeration is unspecified");
  }

  domain::Tags TagsOf(const google::protobuf::RepeatedField<int>& in_file,
                      const std::string& where) {
    domain::Tags tags;
    for (int tag : in_file) {
      RequireStated(tag, where);
      if (tag != 0) tags.set(static_cast<std::size_t>(As<domain::Tag>(tag)));
    }
    return tags;
  }

  domain::Unlock Convert(const proto::Unlock& in_file, const std::string& where) {
    (void)sources_.Cite(in_file.source(), where);
    domain::Unlock unlock;
    for (const proto::UnlockWay& way : in_file.ways()) {
      unlock.ways.push_back({As<domain::Pathway>(way.pathway()), std::max(way.from_week(), 1),
                             As<domain::StrainPhase>(way.from_phase())});
    }
    unlock.condition = Convert(in_file.condition(), where);
    if (!in_file.after().empty()) unlock.after = Id<ExerciseId>(in_file.after(), where);
    unlock.after_advances = in_file.after_advances();
    unlock.after_advance = in_file.after_advance();
    return unlock;
  }

  static domain::DoseStep Convert(const proto::DoseStep& in_file) {
    domain::DoseStep step;
    if (in_file.has_sets()) step.sets = in_file.sets();
    step.repetitions = in_file.repetitions();
    step.repetitions_by_set = {in_file.repetitions_by_set().begin(),
                               in_file.repetitions_by_set().end()};
    step.hold_seconds = in_file.hold_seconds();
    step.contraction_seconds = in_file.contraction_seconds();
    step.tempo_seconds = in_file.tempo_seconds();
    step.work_seconds = in_file.work_seconds();
    if (in_file.has_days_per_week()) step.days_per_week = in_file.days_per_week();
    if (in_file.has_sessions_per_day()) step.sessions_per_day = in_file.sessions_per_day();
    step.one_leg = in_file.one_leg();
    return step;
  }

  static domain::LegPose Convert(const proto::LegPose& in_file) {
    return {in_file.hip(), in_file.knee(), in_file.ankle()};
  }

  static domain::Pose Convert(const proto::Pose& in_file) {
    domain::Pose pose;
    pose.trunk = in_file.trunk();
    pose.lumbar = in_file.lumbar();
    pose.pelvis = in_file.pelvis();
    pose.thorax = in_file.thorax();
    pose.working = Convert(in_file.working());
    pose.other = Convert(in_file.other());
    pose.shoulder = in_file.shoulder();
    pose.elbow = in_file.elbow();
    return pose;
  }

  static domain::Drawing Convert(const proto::Drawing& in_file) {
    domain::Drawing drawing;
    drawing.view = As<domain::View>(in_file.view());
    drawing.drawn_by = As<domain::DrawnBy>(in_file.drawn_by());
    drawing.start = Convert(in_file.start());
    drawing.end = Convert(in_file.end());
    drawing.props = AsStrings(in_file.props());
    drawing.near_hand = in_file.near_hand();
    drawing.far_hand = in_file.far_hand();
    drawing.legs = As<domain::AccentedLegs>(in_file.legs());
    drawing.feel = in_file.feel();
    drawing.movement = in_file.movement();
    drawing.movement_at_start = in_file.movement_at_start();
    drawing.angle = As<domain::MarkedAngle>(in_file.angle());
    if (in_file.has_lumbar_gain()) drawing.lumbar_gain = in_file.lumbar_gain();
    return drawing;
  }

  static std::vector<domain::Limit> LimitsOf(
      const google::protobuf::RepeatedPtrField<proto::Limit>& in_file) {
    std::vector<domain::Limit> limits;
    for (const proto::Limit& limit : in_file) {
      limits.push_back({As<domain::LimitKind>(limit.kind()), limit.value(), limit.one_sided()});
    }
    return limits;
  }

  domain::Effect Convert(const proto::Effect& in_file, const std::string& where) {
    domain::Effect effect;
    effect.exclude_tags = TagsOf(in_file.exclude_tags(), where);
    effect.bed_allowed = in_file.bed_allowed();
    effect.exclude_ids = Ids(in_file.exclude_ids(), where);
    effect.allow_only = Ids(in_file.allow_only(), where);
    effect.limits = LimitsOf(in_file.limits());
    effect.supervision = As<domain::Supervision>(in_file.supervision());
    effect.hamstring_slot = Ids(in_file.hamstring_slot(), where);
    return effect;
  }

  domain::Condition Convert(const proto::Condition& in_file, const std::string& where) {
    domain::Condition condition;
    for (const proto::Clause& in_clause : in_file.any()) {
      domain::Clause& clause = condition.any.emplace_back();
      if (in_clause.all().empty()) violations_.Add(where, "a clause has no terms");
      for (const proto::Term& term : in_clause.all()) {
        clause.terms.push_back(Convert(term, where));
        condition.of_each_leg =
            condition.of_each_leg || domain::IsOfOneLeg(clause.terms.back().fact);
      }
    }
    return condition;
  }

  domain::Term Convert(const proto::Term& in_file, const std::string& where) {
    domain::Term term;
    if (const auto fact = domain::FactByName(in_file.fact())) {
      term.fact = *fact;
    } else {
      violations_.Add(where, "no fact " + in_file.fact());
    }
    std::tie(term.comparison, term.number) = ComparisonOf(in_file);
    term.if_missing = in_file.if_missing();
    return term;
  }

  static std::pair<domain::Comparison, double> ComparisonOf(const proto::Term& term) {
    using domain::Comparison;
    switch (term.comparison_case()) {
      case proto::Term::kAtLeast:
        return {Comparison::kAtLeast, term.at_least()};
      case proto::Term::kAtMost:
        return {Comparison::kAtMost, term.at_most()};
      case proto::Term::kEquals:
        return {Comparison::kEquals, term.equals()};
      case proto::Term::kBelow:
        return {Comparison::kBelow, term.below()};
      case proto::Term::kAbove:
        return {Comparison::kAbove, term.above()};
      case proto::Term::COMPARISON_NOT_SET:
        return {Comparison::kEquals, 1};  // yes
    }
    return {};
  }

  domain::StaticDose Convert(const proto::StaticDose& in_file) {
    domain::StaticDose dose;
    dose.source = sources_.CiteNumbers(in_file, "doses static_dose");
    dose.start_hold = in_file.start_hold();
    dose.gentle_start_hold = in_file.gentle_start_hold();
    dose.weekly_step = in_file.weekly_step();
    dose.target_hold = in_file.target_hold();
    dose.session_seconds = in_file.session_seconds();
    dose.severe_session_seconds = in_file.severe_session_seconds();
    dose.weekly_cap = in_file.weekly_cap();
    dose.weekly_floor = in_file.weekly_floor();
    dose.min_repetitions = in_file.min_repetitions();
    dose.max_repetitions = in_file.max_repetitions();
    dose.min_days = in_file.min_days();
    dose.max_days = in_file.max_days();
    dose.rest = in_file.rest();
    dose.short_rest = in_file.short_rest();
    dose.gentle_rest_pain = in_file.gentle_rest_pain();
    dose.gentle_discomfort = in_file.gentle_discomfort();
    dose.gentle_age = in_file.gentle_age();
    dose.gentle_confidence = in_file.gentle_confidence();
    dose.max_discomfort = in_file.max_discomfort();
    dose.second_stretch_from_week = in_file.second_stretch_from_week();
    return dose;
  }

  domain::AdjunctDose Convert(const proto::AdjunctDose& in_file) {
    return {sources_.CiteNumbers(in_file, "doses adjunct_dose"), in_file.repetitions(),
            in_file.days_per_week()};
  }

  domain::TimeBudget Convert(const proto::TimeBudget& in_file) {
    return {sources_.CiteNumbers(in_file, "doses time_budget"), in_file.overhead_per_item(),
            in_file.pause_per_repetition(), in_file.warm_up(), in_file.short_warm_up()};
  }

  domain::PathwayTemplate Convert(const proto::PathwayTemplate& in_file) {
    const std::string where = "doses " + in_file.rule();
    domain::PathwayTemplate pathway;
    pathway.pathway = As<domain::Pathway>(in_file.pathway());
    pathway.rule = Id<RuleId>(in_file.rule(), where);
    pathway.source = sources_.Cite(in_file.source(), where);
    pathway.stretch_preference = Ids(in_file.stretch_preference(), where);
    pathway.stretch_preference_no_floor = Ids(in_file.stretch_preference_no_floor(), where);
    pathway.stretch_late_only = Ids(in_file.stretch_late_only(), where);
    pathway.stretch_late_from_week = in_file.stretch_late_from_week();
    pathway.trunk_together = Ids(in_file.trunk_together(), where);
    for (const proto::TrunkRung& rung : in_file.trunk()) {
      pathway.trunk.push_back({rung.from_week(), As<domain::StrainPhase>(rung.from_phase()),
                               Ids(rung.preference(), where), Convert(rung.dose())});
    }
    pathway.items = Items(in_file.items(), where);
    pathway.items_normal_length = Items(in_file.items_normal_length(), where);
    pathway.before_sport = Ids(in_file.before_sport(), where);
    pathway.maintenance_from_week = in_file.maintenance_from_week();
    pathway.maintenance_from_phase = As<domain::StrainPhase>(in_file.maintenance_from_phase());
    pathway.two_legs_only = in_file.two_legs_only();
    pathway.chosen_exercise_count = in_file.chosen_exercise_count();
    pathway.chosen_from_phase = As<domain::StrainPhase>(in_file.chosen_from_phase());
    pathway.text_keys = AsStrings(in_file.text_keys());
    pathway.text_keys_normal_length = AsStrings(in_file.text_keys_normal_length());
    for (const proto::TemplateLine& line : in_file.lines()) {
      pathway.lines.push_back({line.text_key(), Convert(line.condition(), where),
                               As<domain::StrainPhase>(line.from_phase()),
                               As<domain::StrainPhase>(line.to_phase())});
    }
    return pathway;
  }

  domain::RulePlan Convert(const proto::RulePlan& in_file) {
    const std::string where = "doses rule_plans " + in_file.rule();
    domain::RulePlan plan;
    plan.rule = Id<RuleId>(in_file.rule(), where);
    plan.source = sources_.Cite(in_file.source(), where);
    if (!in_file.ladder_of().empty()) plan.ladder_of = Id<ExerciseId>(in_file.ladder_of(), where);
    for (const proto::DoseStep& step : in_file.ladder()) plan.ladder.push_back(Convert(step));
    plan.items = Items(in_file.items(), where);
    plan.two_legs_only = in_file.two_legs_only();
    plan.max_discomfort = in_file.max_discomfort();
    return plan;
  }

  std::vector<domain::TemplateItem> Items(
      const google::protobuf::RepeatedPtrField<proto::TemplateItem>& in_file,
      const std::string& where) {
    std::vector<domain::TemplateItem> items;
    for (const proto::TemplateItem& item : in_file) {
      items.push_back({item.from_week(), item.to_week(), As<domain::StrainPhase>(item.from_phase()),
                       As<domain::StrainPhase>(item.to_phase()), Ids(item.preference(), where),
                       Convert(item.condition(), where), Ids(item.otherwise(), where),
                       item.gives_way(), item.kept()});
    }
    return items;
  }

  domain::ImportantChange Convert(const proto::ImportantChange& in_file, const std::string& where) {
    (void)sources_.CiteNumbers(in_file, where);
    return {in_file.points(), in_file.percent()};
  }

  domain::BandCuts Convert(const proto::BandCuts& in_file, const std::string& where) {
    (void)sources_.CiteNumbers(in_file, where);
    return {in_file.mild(), in_file.moderate(), in_file.severe()};
  }

  Sources& sources_;
  Violations& violations_;
};

domain::Catalogue ReadCatalogue(const Files& files, Violations& violations) {
  Sources sources(Read<proto::SourceFile>("sources", files.sources, violations), violations);
  Conversion conversion(sources, violations);
  domain::Catalogue catalogue;
  catalogue.sha256 = files.sha256;
  catalogue.overlay_version = files.overlay_version;
  const auto exercises = Read<proto::ExerciseFile>("exercises", files.exercises, violations);
  for (const proto::Exercise& exercise : exercises.exercises()) {
    catalogue.exercises.push_back(conversion.Convert(exercise));
  }
  const auto rules = Read<proto::SafetyRuleFile>("safety_rules", files.safety_rules, violations);
  for (const proto::SafetyRule& rule : rules.rules()) {
    catalogue.rules.push_back(conversion.Convert(rule));
  }
  for (const proto::StrainGate& gate : rules.strain_gates()) {
    catalogue.strain_gates.push_back(conversion.Convert(gate));
  }
  catalogue.lowest_adjusted_hip_flexion = conversion.Convert(rules.caps());
  conversion.Convert(Read<proto::DoseFile>("doses", files.doses, violations), catalogue);
  const auto norms = Read<proto::NormFile>("norms", files.norms, violations);
  catalogue.norms = conversion.Convert(norms.norms());
  catalogue.trajectory = conversion.Convert(norms.trajectory());
  catalogue.minimum_data = conversion.Convert(norms.minimum_data());
  catalogue.logical_checks = conversion.Convert(norms.logical_checks());
  catalogue.adherence = conversion.Convert(norms.adherence());
  catalogue.check_ins = conversion.Convert(norms.check_ins());
  const auto decisions = Read<proto::DecisionFile>("decisions", files.decisions, violations);
  catalogue.decisions = conversion.Convert(decisions.decisions());
  catalogue.remeasurement = conversion.Convert(decisions.remeasurement());
  catalogue.discharge = conversion.Convert(decisions.discharge());
  sources.RequireAllCited();
  return catalogue;
}

// Fills in what one file says, and returns it.
proto::TextFile AddTexts(const std::string& where, const std::string& language,
                         const std::string& content, Texts& texts, Violations& violations) {
  auto file = Read<proto::TextFile>(where, content, violations);
  if (file.language() != language) violations.Add(where, "the file names another language");
  for (const proto::Text& text : file.texts()) {
    if (!texts.Add(language, text.key(), text.text())) {
      violations.Add(where + ' ' + text.key(), "stands twice");
    }
  }
  return file;
}

// The review of a language is that of what patients read.
Texts ReadTexts(const Files& files, Violations& violations) {
  Texts texts;
  for (const auto& [language, content] : files.texts) {
    const auto file = AddTexts("texts." + language, language, content, texts, violations);
    texts.SetReview(language, {file.review() == proto::REVIEW_REVIEWED, file.reviewed_by(),
                               file.review_date()});
    const auto console = files.console.find(language);
    if (console == files.console.end()) continue;
    AddTexts("console." + language, language, console->second, texts, violations);
  }
  return texts;
}

}  // namespace

domain::Result<LoadedCatalogue> Load(const Files& files) {
  Violations violations;
  LoadedCatalogue loaded{ReadCatalogue(files, violations), ReadTexts(files, violations)};
  CheckEntries(loaded.catalogue, violations);
  CheckTexts(loaded.catalogue, loaded.texts, violations);
  if (violations.empty()) return loaded;
  return domain::Error{domain::ErrorCode::kInternal, "CATALOGUE_INCONSISTENT",
                       "The clinical catalogue is not consistent.", std::move(violations).Take()};
}

domain::Catalogue ReadEntries(const Files& files) {
  Violations violations;
  domain::Catalogue catalogue = ReadCatalogue(files, violations);
  domain::Ensure(violations.empty());
  return catalogue;
}

}  // namespace ischia::catalogue
