// What stands on a printed sheet: paper, running header and footer, and a list of blocks from top
// to bottom. Blocks know sizes and order of their parts, never what the words mean: the words,
// their language and the order of the blocks are the caller's.
//
// Every text is UTF-8 without control characters; only a line feed is allowed, where a line may
// end. A figure carries the words that replace it for somebody who cannot see it.
#ifndef ISCHIA_INTEGRATION_DOCUMENT_SHEET_H_
#define ISCHIA_INTEGRATION_DOCUMENT_SHEET_H_

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "integration/document/figure.h"
#include "integration/document/logo.h"

namespace ischia::document {

// Text in two weights. Written as {"Breathe ", Bold("slowly"), "."} or as a plain string.
struct Run {
  Run(std::string words, bool is_bold = false)  // NOLINT(google-explicit-constructor)
      : text(std::move(words)), bold(is_bold) {}
  Run(const char* words) : text(words) {}  // NOLINT(google-explicit-constructor)

  std::string text;
  bool bold = false;
};

inline Run Bold(std::string text) { return Run(std::move(text), true); }

struct RichText {
  RichText() = default;
  RichText(std::string text) : runs{Run(std::move(text))} {}  // NOLINT(google-explicit-constructor)
  RichText(const char* text) : runs{Run(text)} {}             // NOLINT(google-explicit-constructor)
  RichText(std::initializer_list<Run> parts) : runs(parts) {}
  explicit RichText(std::vector<Run> parts) : runs(std::move(parts)) {}

  std::vector<Run> runs;
};

// "4 x 15 s": both numbers bold, the multiplication sign drawn by the page. Without `times` it
// reads "3 min", without `unit` "2 x 8". On an instruction page the unit stands below, in its own
// line.
struct Amount {
  std::string times;
  std::string number;
  std::string unit;
};

struct Picture {
  Figure figure;
  std::string alternative;
};

// The colors say what a part is for: teal for work and contact, red for stop and nothing else, ink
// for plain weight, gray for the rest.
enum class Tone { kTeal, kRed, kInk, kGray };

// A title in 25 pt with one sentence below; the aside stands at the other end of the title.
struct PageTitle {
  std::string title;
  std::string sentence;
  std::string aside_title;
  std::string aside;
};

// One to four cells of equal width, each a large number and what it counts.
struct Tile {
  std::string number;
  std::string word;
};
struct Tiles {
  std::vector<Tile> tiles;
};

// A line or paragraph behind a teal bar; a rule about time shows a clock.
struct Notice {
  bool clock = false;
  RichText text;
};

struct Heading {
  std::string text;
  std::string aside;
};

struct Paragraph {
  RichText text;
};

struct List {
  enum class Mark { kDot, kNumber, kCheck };
  Mark mark = Mark::kDot;
  std::vector<RichText> items;
};

// Lists side by side at 11 pt, each read to its end before the next; a closing line is bold. When
// one is taller than a page they follow each other as lists.
struct TitledList {
  std::string title;
  List list;
  std::string closing;
};
struct ListColumns {
  std::vector<TitledList> columns;
  std::vector<double> widths = {};  // shares of the text width; equal unless one a column
};

// Lines at 14 pt with a large number and a rule between them.
struct NumberedLines {
  std::vector<RichText> lines;
};

// Titled short texts side by side.
struct TextColumn {
  std::string title;
  RichText text;
};
struct TextColumns {
  std::vector<TextColumn> columns;
};

// Up to four columns in a row, more in further rows: number in a disc, figure, name, amount, one
// line.
struct Step {
  std::string number;
  Picture picture;
  std::string name;
  Amount amount;
  std::string line;
};
struct StepRow {
  std::vector<Step> steps;
};

// Three states in reading order. The range is what is counted ("0 to 3"); the strip keeps the
// sentence to one line.
struct TrafficLightCell {
  std::string word;
  std::string range;
  RichText sentence;
};
struct TrafficLight {
  enum class Form { kBlock, kStrip };
  Form form = Form::kBlock;
  TrafficLightCell go;
  TrafficLightCell ease_off;
  TrafficLightCell stop;
};

// --- Cards ---

struct TextCard {
  std::string title;
  std::vector<RichText> paragraphs;
};

// A line from `axis_low` to `axis_high` with a disc where one stands now and a bar where one is
// likely to come.
struct RangeBar {
  std::string label;
  std::string values;
  double axis_low = 0;
  double axis_high = 1;
  double now = 0;
  double likely_low = 0;
  double likely_high = 0;
};
struct RangeCard {
  std::string title;
  RichText text;
  std::vector<RangeBar> bars;
  std::string now_label;
  std::string likely_label;
};

// White words on a solid ground around one large number to dial. The number is read from left to
// right in every language. On its own in a Cards block of a poster it is one line.
struct CallCard {
  enum class Size { kStandard, kLarge };  // 22 and 34 pt
  Tone tone = Tone::kTeal;
  Size size = Size::kStandard;
  std::string title;
  std::string number;
  RichText text;
};

// Values at the end of the line, a rule below each, and a small note.
struct AnswersCard {
  struct Row {
    std::string label;
    std::string value;
  };
  std::string title;
  std::vector<Row> rows;
  std::string note;
};

// Words without a ground of their own, between cards.
struct OpenText {
  RichText text;
};

using Card = std::variant<TextCard, RangeCard, CallCard, AnswersCard, OpenText>;

// A wide column and a narrow one; without `narrow` the wide one takes the full width.
struct Cards {
  std::vector<Card> wide;
  std::vector<Card> narrow;
};

// --- One page (or half of one) that explains a movement ---

struct LabeledPicture {
  std::string label;
  Picture picture;
};

// One half of the panel; a single half takes the full width.
struct AmountHalf {
  Picture picture;
  std::string side;
  Amount amount;
  RichText below;
  bool underlined = false;
};
struct AmountPanel {
  std::vector<AmountHalf> halves;
  RichText foot;
  std::string foot_aside;
};

// Text beside a vertical bar; crossed lines each start with a cross.
struct SideBar {
  Tone tone = Tone::kTeal;
  std::string title;
  std::vector<std::string> lines;
  bool crossed = false;
};

struct Instruction {
  enum class Size { kPage, kHalfPage };
  Size size = Size::kPage;
  std::string number;
  std::string name;
  std::string need_title;
  std::string need;
  LabeledPicture start;
  LabeledPicture end;
  AmountPanel panel;
  std::string steps_title;
  std::vector<std::string> steps;
  std::vector<SideBar> bars;
  std::optional<TrafficLight> strip;
};

struct SmallPrint {
  RichText text;
};

// --- Tables ---

// Conditions to tick before the block below begins.
struct Gate {
  std::vector<std::string> conditions;
  RichText verdict;
};

enum class TickCell { kBox, kOff };
struct TickRow {
  RichText name;
  Amount amount;
  std::vector<TickCell> cells;
  std::string spoken_name;  // in the alternative text of each box: "right leg"
};
struct WriteRow {  // on sand, a line to write on in each column
  std::string name;
  std::string hint;
};

// One block of boxes to tick, split only where it is taller than a page. `columns` are the printed
// heads, `spoken_columns` the same in full for the alternative texts ("tick box, Monday June 1,
// right leg").
struct TickTable {
  std::string heading;
  std::string heading_detail;
  std::string aside;
  bool aside_line = false;  // a line to write on follows the aside
  std::optional<Gate> gate;
  std::string amount_head;
  std::vector<std::string> columns;
  std::vector<std::string> spoken_columns;
  std::string spoken_box;
  std::string off_word;
  std::vector<TickRow> rows;
  std::vector<WriteRow> write_rows;
};

// Rows may pass to the next page, a row is never split; the head is repeated there.
struct Table {
  enum class Density { kStandard, kDense };  // 11 and 9 pt
  Density density = Density::kStandard;
  std::vector<double> widths;  // shares of the text width, one a column
  std::vector<std::string> head;
  std::vector<std::vector<RichText>> rows;  // the first cell heads its row
  bool tags = false;                        // a first cell in bold is framed like a tag
};

// --- Why: anatomy, with the honest caption as a Notice below ---

// Back of one thigh; the words stand at the ends of leader lines.
struct MuscleDrawing {
  std::string sit_bone;
  std::string semitendinosus;
  std::string semimembranosus;
  std::string biceps_femoris;
  std::string below_knee;
  std::string alternative;
};

// Pelvis and spine from the side: tipped back with a flat low back, and level with its curve.
struct PelvisPair {
  struct Half {
    std::string title;
    RichText text;
    std::string alternative;
  };
  Half tipped_back;
  Half level;
};

// Both, small and beside each other; in large print below each other, as large as alone.
struct AnatomyRow {
  MuscleDrawing muscles;
  PelvisPair pelves;
};

// --- The one-page sheet for the fridge, and the sheet of pictures (Edition::kPoster) ---

// A title in 34 pt; who and when at the other end. A poster has no running header.
struct PosterTitle {
  std::string title;
  std::string aside_title;
  std::string aside;
};

// One to four rows: figure at one end, name, amount in 46 pt and side at the other.
struct PosterRow {
  Picture picture;
  std::string name;
  Amount amount;
  std::string line;
};
struct PosterRows {
  std::vector<PosterRow> rows;
};

// Without words: start and end with an arrow between them, one disc for each repetition with its
// seconds or count in it, and a clock face with that many of its minutes filled.
struct PictureStep {
  Picture start;
  Picture end;
  int discs = 0;  // 1 to 20
  std::string disc_text;
  int minutes = 0;                 // 0: no clock, else 1 to 60
  std::string amount_alternative;  // of discs and clock
};

// --- The clinician's sheet (Edition::kClinician) ---

// A curve inside a band over time, from the first point to the last, on an axis with ticks.
struct TrajectoryChart {
  struct Point {
    double at = 0;  // weeks
    double expected = 0;
    double low = 0;
    double high = 0;
  };
  struct Tick {
    double at = 0;
    std::string label;
  };
  std::vector<Point> points;  // at least two, `at` rising
  std::vector<Tick> times;
  std::vector<Tick> values;
  std::optional<Tick> threshold;  // a dashed line across, its words below it
  std::optional<Tick> mark;       // a ring on the curve at this time, its words above it
  std::string alternative;
};

// Words in a frame on a pale ground: what needs the reader's judgment.
struct FramedNote {
  RichText text;
};

// Sections beside each other (one or two), each with a heading and parts below it.
using SectionPart = std::variant<Paragraph, SmallPrint, Table, TrajectoryChart, FramedNote>;
struct Section {
  std::string heading;
  std::vector<SectionPart> parts;
};
struct Sections {
  std::vector<Section> columns;
};

// --- Sheets that send somebody on ---

// One solid field with a headline in 30 pt.
struct Alarm {
  Tone tone = Tone::kRed;
  std::string headline;
  std::string sentence;
};

// Lines to write on, the first one wider; captions below.
struct SignatureLines {
  std::vector<std::string> captions;
};

// --- Breaks ---

struct PageBreak {};

// The next `blocks` blocks share a page.
struct KeepTogether {
  int blocks = 2;
};

using Block = std::variant<PageTitle, Tiles, Notice, Heading, Paragraph, List, ListColumns,
                           NumberedLines, TextColumns, StepRow, TrafficLight, Cards, Instruction,
                           TickTable, Table, Alarm, SignatureLines, SmallPrint, MuscleDrawing,
                           PelvisPair, AnatomyRow, PosterTitle, PosterRows, PictureStep,
                           TrajectoryChart, FramedNote, Sections, PageBreak, KeepTogether>;

// --- The sheet ---

enum class Paper { kA4, kLetter };

// Sizes and arrangement of the same blocks. kLargePrint (18 pt) is one column, an instruction takes
// two pages. kPoster is for one page that is read from afar. kClinician (9 pt) is dense.
enum class Edition { kStandard, kLargePrint, kPoster, kClinician };

// In bytes; the modules of a longer link were too small to scan.
inline constexpr std::size_t kLongestLink = 84;

// A link as QR code in the footer of the first page and of pages with boxes to tick.
struct ScanLink {
  std::string link;
  std::string caption;
};

// Repeated on every page. `{page}` and `{pages}` in the label are replaced; a line feed parts it.
// Without logo, organization, name and notice there is no header.
struct Furniture {
  std::string organization;
  std::string organization_line;
  std::string name;
  std::string name_line;
  std::string notice;  // between both, when not empty
  std::vector<std::string> footer;
  std::string page_label = "Page {page} of {pages}";
  std::string code;  // from left to right in every language
  std::optional<Logo> logo;
  std::optional<ScanLink> scan;
};

// `language` is a BCP 47 tag. It chooses fonts and leading, and Arabic, Persian and Urdu pages
// run from right to left: everything but figures, signs, logo and codes is mirrored. In such
// texts the caller isolates what runs the other way ("\u2066555-0142\u2069").
struct Sheet {
  Paper paper = Paper::kA4;
  Edition edition = Edition::kStandard;
  std::string language = "en";
  std::string digits;  // zero to nine in the numerals of the reader; empty: 0123456789
  std::string accent;  // of page furniture, "#RRGGBB"; empty: the look's own
  std::string title;
  int year = 0;  // the date of the sheet: both dates of the file come from it, none from the clock
  int month = 0;
  int day = 0;
  Furniture furniture;
  std::vector<Block> blocks;
};

}  // namespace ischia::document

#endif  // ISCHIA_INTEGRATION_DOCUMENT_SHEET_H_
