#include "tests/integration/document/sheet_samples.h"

#include <string>
#include <utility>
#include <vector>

namespace ischia::document {
namespace {

Picture LegRaised(double degrees, WorkingSide side, std::string alternative) {
  Figure figure;
  figure.base = Base::kSupine;
  figure.pose.trunk = -90;
  figure.pose.a.hip = degrees;
  figure.pose.a.knee = 5;
  figure.props = {Prop::kMat, Prop::kStrap};
  figure.near_hand = figure.far_hand = HandAnchor::kStrap;
  figure.side = side;
  return {std::move(figure), std::move(alternative)};
}

Picture LegRaisedToGoal(double degrees, double goal) {
  Picture picture = LegRaised(degrees, WorkingSide::kRight, "One leg raised with a strap.");
  Figure& figure = picture.figure;
  figure.feel = FeelZone::kBackThigh;
  figure.movement = Movement::kFoot;
  figure.from = figure.pose;
  figure.from->a.hip = 20;
  AngleMark mark;
  mark.label = std::to_string(static_cast<int>(degrees)) + "°";
  mark.goal_degrees = goal;
  mark.goal_label = "week 6 goal: " + std::to_string(static_cast<int>(goal)) + "°";
  figure.angle = mark;
  return picture;
}

Picture KneesBent(std::string alternative) {
  Figure figure;
  figure.base = Base::kSupine;
  figure.pose.trunk = -90;
  figure.pose.a.hip = figure.pose.b.hip = 45;
  figure.pose.a.knee = figure.pose.b.knee = 90;
  figure.props = {Prop::kMat};
  figure.side = WorkingSide::kNone;
  figure.feel = FeelZone::kBelly;
  return {std::move(figure), std::move(alternative)};
}

Picture Walking() {
  Figure figure;
  figure.pose.a.hip = 55;
  figure.pose.a.knee = 80;
  figure.side = WorkingSide::kNone;
  return {std::move(figure), "Walking in place."};
}

TrafficLight FullLight() {
  return {TrafficLight::Form::kBlock,
          {"Go",
           "0 to 3",
           {"A ", Bold("mild pull"), ". Aim for 2 to 3 out of 10. You can breathe and talk."}},
          {"Ease off",
           "4 to 5",
           {"Go less far. Back still sore the ", Bold("next morning"), "? Do half and call us."}},
          {"Stop",
           "6 to 10",
           {"Or any ", Bold("sharp or sudden"), " pain, tingling or a numb feeling. Call us."}}};
}

TrafficLight Strip() {
  return {TrafficLight::Form::kStrip,
          {"Go", "0 to 3", "Mild pull"},
          {"Ease off", "4 to 5", "Go less far"},
          {"Stop", "6 to 10", "Or any sharp pain. Call us"}};
}

StepRow FourSteps() {
  StepRow row;
  row.steps = {{"1", Walking(), "Warm up", {"", "3", "min"}, "walk in place"},
               {"2",
                LegRaised(60, WorkingSide::kRight, "Lying on the back, one leg raised."),
                "Lying strap stretch",
                {"4", "15", "s"},
                "each leg · page 2"},
               {"3",
                KneesBent("Lying on the back, knees bent, low back flat."),
                "Lying pelvic tilt",
                {"10", "5", "s"},
                "page 3"},
               {"4",
                KneesBent("Lying on the back, knees bent, hands on the belly."),
                "Belly brace",
                {"10", "5", "s"},
                "page 3"}};
  return row;
}

Cards Outlook() {
  RangeCard outlook;
  outlook.title = "What to expect";
  outlook.text = {"Change takes about ", Bold("6 weeks"),
                  ". It may ease back pain for some people. Keep walking: the whole plan helps "
                  "more than stretching alone."};
  outlook.bars = {{"Right leg lift", "60° to 68–76°", 50, 80, 60, 68, 76},
                  {"Left leg lift", "58° to 66–74°", 50, 80, 58, 66, 74}};
  outlook.now_label = "now";
  outlook.likely_label = "likely by week 6";
  CallCard call;
  call.title = "Questions? Call us";
  call.number = "555-0142";
  call.text = {Bold("Numb between your legs, or newly hard to pass urine?"),
               " Go to the emergency room or call 911."};
  return {{outlook},
          {TextCard{"Missed a day?",
                    {"Just carry on the next day. Do not do extra to make up for it."}},
           call}};
}

Instruction StrapStretch() {
  Instruction page;
  page.number = "2";
  page.name = "Lying strap stretch";
  page.need_title = "You need";
  page.need = "strap or towel, mat";
  page.start = {"Start", LegRaised(20, WorkingSide::kRight, "Start: strap around one foot.")};
  page.end = {"Stretch", LegRaisedToGoal(60, 72)};
  page.panel.halves = {{LegRaised(60, WorkingSide::kRight, "Right leg raised."),
                        "Right leg",
                        {"4", "15", "s"},
                        {Bold("seconds"), ", to about ", Bold("60°")}},
                       {LegRaised(62, WorkingSide::kLeft, "Left leg raised."),
                        "Left leg",
                        {"4", "15", "s"},
                        {Bold("seconds"), ", to about ", Bold("62°")}}};
  page.panel.foot = {Bold("Every day."), " Rest 10 seconds after each hold."};
  page.panel.foot_aside = "Week 1";
  page.steps_title = "How to do it";
  page.steps = {"Lie on your back. Put a strap or towel around the middle of one foot.",
                "Keep your other leg flat. Bend it if your back hurts.",
                "Lift the strapped leg until you feel a mild pull at the back of your thigh.",
                "Keep the knee almost straight. Keep your toes relaxed, not pulled back.",
                "Keep your lower back still and your shoulders down.",
                "Breathe slowly. Hold. Then lower your leg and rest."};
  page.bars = {
      {Tone::kTeal, "Aim for", {"A mild pull at the back of your thigh, 2 to 3 out of 10."}},
      {Tone::kGray,
       "Common mistakes",
       {"Lifting the hips off the floor.", "Yanking the strap."},
       true},
      {Tone::kRed,
       "Stop if you feel",
       {"Sharp or sudden pain. Tingling or a numb leg or foot. New back pain."}}};
  page.strip = Strip();
  return page;
}

Instruction HalfPageOf(std::string number, std::string name) {
  Instruction page;
  page.size = Instruction::Size::kHalfPage;
  page.number = std::move(number);
  page.name = std::move(name);
  page.need_title = "You need";
  page.need = "mat";
  page.start = {"Start", KneesBent("Start: lying on the back, knees bent.")};
  page.end = {"Press", KneesBent("Low back pressed flat.")};
  AmountHalf amount;
  amount.picture = KneesBent("Low back pressed flat.");
  amount.side = "Both sides";
  amount.amount = {"10", "5", "s"};
  amount.below = {Bold("seconds")};
  page.panel.halves = {amount};
  page.panel.foot = {Bold("Every day.")};
  page.steps_title = "How to do it";
  page.steps = {"Lie on your back with your knees bent.",
                "Breathe out and gently flatten your lower back into the floor.",
                "Hold and keep breathing. Then let go and feel the small curve come back.",
                "Move both ways. Stop in the middle where it feels easy."};
  page.bars = {{Tone::kGray,
                "Common mistakes",
                {"Pushing with the feet.", "Squeezing the buttocks hard."},
                true},
               {Tone::kRed, "Stop if you feel", {"Sharp or sudden pain, or leg symptoms."}}};
  return page;
}

TickTable Week(const std::string& heading, const std::string& detail, bool gated) {
  const char* const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  TickTable week;
  week.heading = heading;
  week.heading_detail = detail;
  week.aside = gated ? "Week 2 starts on" : "9 minutes a day. Walk in place for 3 minutes first.";
  week.aside_line = gated;
  if (gated) {
    week.gate = Gate{
        {"6 of 7 days done", "pull 3 or less", "no sharp pain, no tingling", "mornings as usual"},
        {Bold("All four ticked? Start week 2."), " If not, do week 1 once more."}};
  }
  week.amount_head = "How much";
  week.spoken_box = "tick box";
  week.off_word = "off";
  for (int day = 0; day < 7; ++day) {
    const std::string number = std::to_string(day + 1);
    week.columns.push_back(gated ? days[day] : days[day] + (" " + number));
    week.spoken_columns.push_back(days[day] + (", June " + number));
  }
  const std::vector<TickCell> daily(7, TickCell::kBox);
  std::vector<TickCell> five_days = daily;
  five_days[2] = five_days[6] = TickCell::kOff;
  week.rows = {{{"Lying strap stretch, ", Bold("right")}, {"4", "15", "s"}, daily, "right leg"},
               {{"Lying strap stretch, ", Bold("left")}, {"4", "15", "s"}, daily, "left leg"},
               {{"Dead bug taps, each side"}, {"2", "6", ""}, five_days, "both sides"}};
  week.write_rows = {{"Strongest pull", "0 to 10"}, {"Pain next morning", "0 to 10"}};
  return week;
}

Table WeeksTable(int rows, Table::Density density) {
  Table table;
  table.density = density;
  table.widths = {1, 2, 2, 1.2, 1.2, 2};
  table.head = {"Week", "Stretch", "Trunk", "Each day", "Each week", "Note"};
  for (int week = 1; week <= rows; ++week) {
    table.rows.push_back({"Week " + std::to_string(week), "4 × 15 s a leg", "10 × 5 s", "9 min",
                          "420 s", "each leg, 7 days"});
  }
  return table;
}

}  // namespace

Sheet EmptySheet() {
  Sheet sheet;
  sheet.title = "Your home program";
  sheet.year = 2026;
  sheet.month = 6;
  sheet.day = 1;
  sheet.furniture.organization = "Sample Clinic";
  sheet.furniture.organization_line = "Physical therapy";
  sheet.furniture.name = "Sam Sample";
  sheet.furniture.name_line = "Version 1 · June 1, 2026";
  sheet.furniture.footer = {"Made for one person. Please do not share it.",
                            "This sheet is not a diagnosis."};
  sheet.furniture.code = "7K3M9T-42";
  return sheet;
}

Sheet SampleHandout(Paper paper) {
  Sheet sheet = EmptySheet();
  sheet.paper = paper;
  sheet.blocks = {
      PageTitle{"Your home program",
                "For tight hamstrings and a low back that gets sore when you sit or bend.", "", ""},
      Tiles{{{"10 minutes", "each day"}, {"7 days", "a week"}, {"Week 3", "we measure again"}}},
      Notice{true,
             {Bold("Do it later in the day."), " Not in the first 2 hours after you get up."}},
      Heading{"Do these, in this order", ""},
      FourSteps(),
      Paragraph{{Bold("Loose clothes. Use a timer. Breathe slowly"),
                 " the whole time. Never hold your breath."}},
      Heading{"How it should feel", ""},
      FullLight(),
      Outlook(),
      StrapStretch(),
      PageBreak{},
      HalfPageOf("3", "Lying pelvic tilt"),
      HalfPageOf("4", "Belly brace"),
      PageBreak{},
      PageTitle{"Your weeks", "Tick a box for each part you do. Missed a day? Just carry on.",
                "We measure again", "at the end of week 3"},
      Week("Week 1", "June 1 to 7", false),
      Week("Before week 2", "", true),
      PageBreak{},
      PageTitle{"Why stretch, and why gently",
                "Three muscles run down the back of each thigh, from the sit bone to just below "
                "the knee.",
                "", ""},
      Notice{false,
             {"Tight hamstrings ", Bold("can"),
              " tip your pelvis back and flatten your low back. They are one of several things "
              "linked with back pain."}},
      List{List::Mark::kNumber,
           {"Warm up first.", "Use a timer.", "Breathe slowly. Never hold your breath."}},
      List{List::Mark::kDot, {"Sit less.", "Stand up every 30 minutes."}},
      TextColumns{{{"Breathe", "Slow and easy."},
                   {"Stay at a mild pull", "It is safe there."},
                   {"A little most days", "That works better than a lot once a week."}}},
      KeepTogether{2},
      Heading{"Week by week", ""},
      WeeksTable(8, Table::Density::kStandard),
      SmallPrint{"A licensed clinician decides."}};
  return sheet;
}

Sheet SampleReferral() {
  Sheet sheet = EmptySheet();
  sheet.title = "Referral sheet";
  sheet.furniture.name_line = "June 1, 2026 · 2:40 PM";
  sheet.furniture.page_label = "Referral sheet\nPage {page} of {pages}";
  sheet.furniture.code.clear();
  AnswersCard answers;
  answers.title = "For the emergency team";
  answers.rows = {{"Feeling between the legs", "numb"},
                  {"Passing urine", "new retention"},
                  {"Legs", "both affected"},
                  {"Back pain with activity", "8 of 10"},
                  {"Leg raise, right / left", "35° / 40°"},
                  {"Asked and answered", "2:31 PM"}};
  answers.note = "Screening rule S-01: emergency, same day. This sheet reports answers.";
  const CallCard emergency{Tone::kInk, CallCard::Size::kLarge, "Emergency number", "911", {}};
  const CallCard clinic{Tone::kTeal, CallCard::Size::kStandard, "Your clinic", "555-0142", {}};
  sheet.blocks = {
      Alarm{Tone::kRed, "Go to the emergency room now",
            "Some of your answers need a doctor today. Please do not wait."},
      NumberedLines{{{Bold("Call 911,"), " or let someone drive you. Do not drive yourself."},
                     {Bold("Take this sheet with you."), " Show it to a nurse or doctor."},
                     {Bold("Say:"),
                      " “I have back pain. I am numb between my legs, and it is newly hard to "
                      "pass urine.”"},
                     {Bold("No stretching and no exercises"), " until a doctor has seen you."}}},
      Cards{{answers},
            {emergency, clinic,
             OpenText{"We will call you on the next working day to hear how you are."}}},
      TextColumns{
          {{"After this",
            "A home program can start once a doctor has checked you and says it is safe."}}},
      SignatureLines{{"Clinician’s name and signature", "Time handed over"}}};
  return sheet;
}

Sheet SampleTwoPages() {
  const Sheet handout = SampleHandout(Paper::kA4);
  Sheet sheet = EmptySheet();
  sheet.blocks.assign(handout.blocks.begin(), handout.blocks.begin() + 9);
  Instruction page = StrapStretch();
  page.steps.resize(3);
  page.bars.resize(2);
  page.strip.reset();
  sheet.blocks.push_back(std::move(page));
  sheet.blocks.push_back(WeeksTable(8, Table::Density::kDense));
  return sheet;
}

}  // namespace ischia::document
