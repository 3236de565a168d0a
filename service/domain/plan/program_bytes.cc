// The canonical form of a program. Lists are written as their length, then their elements.
#include <utility>

#include "service/domain/canonical.h"
#include "service/domain/plan/program.h"

namespace ischia::domain {
namespace {

constexpr unsigned char kFormatVersion = 1;

class ProgramWriter {
 public:
  std::string Bytes(const Program& program) && {
    Write(program);
    return std::move(writer_).Take();
  }

 private:
  template <typename Elements>
  void List(const Elements& list) {
    writer_.Whole(static_cast<std::int64_t>(list.size()));
    for (const auto& element : list) Write(element);
  }
  template <typename Enum>
  void Code(Enum value) {
    writer_.Whole(static_cast<std::int64_t>(value));
  }
  void Write(const std::string& text) { writer_.Text(text); }
  void Write(RuleId id) { writer_.Text(id.text()); }
  void Write(ExerciseId id) { writer_.Text(id.text()); }
  void Write(const std::optional<Degrees>& angle) {
    if (angle) {
      writer_.Real(angle->value());
    } else {
      writer_.Absent();
    }
  }

  void Write(const InputUsed& input) {
    writer_.Text(input.field);
    Code(input.side);
    writer_.Real(input.number);
    Code(input.unit);
    writer_.Text(input.word);
  }

  void Write(const Argument& argument) {
    writer_.Text(argument.name).Real(argument.number);
    Code(argument.unit);
    Write(argument.exercise);
  }

  void Write(const Reason& reason) {
    Write(reason.rule_id);
    writer_.Text(reason.statement);
    List(reason.arguments);
    List(reason.inputs);
  }

  void Write(const SideDose& dose) {
    Code(dose.side);
    writer_.Whole(dose.sets).Whole(dose.repetitions).Whole(dose.hold_seconds);
    writer_.Whole(dose.rest_seconds).Whole(dose.work_seconds).Whole(dose.contraction_seconds);
    writer_.Whole(dose.tempo_seconds).Whole(dose.days_per_week).Whole(dose.sessions_per_day);
    writer_.Whole(dose.max_discomfort).Flag(dose.optional_side);
    Write(dose.drawn_hip);
    Write(dose.drawn_knee);
  }

  void Write(const ProgramItem& item) {
    writer_.Whole(item.item_number);
    Write(item.exercise);
    Code(item.slot);
    List(item.doses);
    List(item.alternatives);
    List(item.reasons);
  }

  void Write(const ProgramWeek& week) {
    writer_.Whole(week.week_number).Flag(week.projected);
    List(week.items);
    writer_.Whole(week.session_seconds);
    List(week.reasons);
  }

  void Write(const ExcludedExercise& excluded) {
    Write(excluded.exercise);
    List(excluded.reasons);
  }

  void Write(const LimitInForce& limit) {
    Code(limit.kind);
    writer_.Real(limit.value);
    Code(limit.side);
    List(limit.rule_ids);
  }

  void Write(const Finding& finding) {
    Write(finding.rule_id);
    Code(finding.severity);
    Code(finding.urgency);
    List(finding.inputs);
    Code(finding.side);
    writer_.Flag(finding.acknowledgement_required);
  }

  void Write(const TrajectoryPoint& point) {
    writer_.Whole(point.week_number).Real(point.low_degrees).Real(point.expected_degrees);
    writer_.Real(point.high_degrees);
  }

  void Write(const Trajectory& trajectory) {
    Code(trajectory.side);
    Code(trajectory.measure);
    writer_.Real(trajectory.minimal_detectable_change_degrees);
    List(trajectory.points);
    List(trajectory.reasons);
  }

  void Write(const LegBand& band) {
    Code(band.side);
    Code(band.band);
    writer_.Flag(band.overridden);
    Code(band.measure);
    Write(band.value);
  }

  void Write(const Program& program) {
    Code(program.state);
    writer_.Text(IsoDay(program.start_date)).Text(program.catalogue_version);
    Code(program.pathway);
    List(program.bands);
    Code(program.supervision);
    List(program.weeks);
    List(program.excluded);
    List(program.limits);
    List(program.findings);
    List(program.trajectories);
    List(program.missing_inputs);
    List(program.text_keys);
  }

  CanonicalWriter writer_{kFormatVersion};
};

}  // namespace

std::string CanonicalBytes(const Program& program) { return ProgramWriter().Bytes(program); }

}  // namespace ischia::domain
