// The table of boxes to tick, with its gate, and the plain table.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <utility>

#include "integration/document/press/blocks.h"

namespace ischia::document::press {
namespace {

constexpr double kTickBox = Millimeters(5.6);
constexpr double kTickRow = Millimeters(7.4);
constexpr double kNameShare = 0.38;
constexpr double kAmountShare = 0.11;
constexpr double kGateBox = Millimeters(4.4);
constexpr double kLargeTickBox = Millimeters(9);
constexpr double kLargeTickRow = Millimeters(11);

struct Columns {
  double width = 0;   // of the table
  double name = 0;    // of the first column
  double amount = 0;  // of the second
  double cell = 0;    // of each further one
  double Left(size_t cell_index) const {
    return name + amount + static_cast<double>(cell_index) * cell;
  }
};

// In one column the boxes have the whole width, below name and amount.
Columns ColumnsFor(const TickTable& table, double width, bool one_column) {
  if (one_column) {
    const auto cells = static_cast<double>(std::max<size_t>(table.columns.size(), 1));
    return {width, 0, 0, width / cells};
  }
  const double name = width * kNameShare;
  const double amount = width * kAmountShare;
  const auto count = static_cast<double>(std::max<size_t>(table.columns.size(), 1));
  return {width, name, amount, (width - name - amount) / count};
}

// In one column the aside has a line of its own.
Part TitleLines(const TickTable& table, Typesetter& type, double width) {
  const double line_width = Millimeters(40);
  const std::string detail = table.heading_detail.empty() ? "" : " " + table.heading_detail;
  const SetText aside = type.Set(table.aside, kSecondary, width);
  const bool line = table.aside_line && !aside.empty();
  Part aside_line{aside.height(), [aside, line, line_width](Pen& pen, double x, double y) {
                    pen.Open("P");
                    pen.Words(aside, x, y, kInk);
                    pen.Close("P");
                    const double left = x + aside.width() + Millimeters(2);
                    const double foot = y + aside.height() - Millimeters(1.5);
                    if (line) pen.Line(left, foot, left + line_width, foot, kInk);
                  }};
  if (aside.empty()) aside_line = Space(0);
  return Stack({Say(type, RichText{Run(table.heading + detail)}, width, {kHeading, kInk, "H2"}),
                std::move(aside_line)});
}

Part TitleLine(const TickTable& table, Typesetter& type, double width) {
  const double line_width = Millimeters(22);
  // Beside Arabic figures a middle dot is read as a zero.
  const std::string between = type.right_to_left() ? "، " : " · ";
  const SetText title = type.Set(table.heading, kHeading, width);
  const SetText detail = type.Set(
      table.heading_detail.empty() ? "" : between + table.heading_detail, kHeadingDetail, width);
  const double aside_room =
      std::max(Millimeters(20), width - title.width() - detail.width() - kGutter);
  const SetText aside = type.Set(table.aside, kSecondary, aside_room);
  const bool line = table.aside_line && !aside.empty();
  return {title.height(), [=](Pen& pen, double x, double y) {
            pen.Open("H2");
            pen.Words(title, x, y, kInk);
            pen.Words(detail, x + title.width(), y, kMuted);
            pen.Close("H2");
            if (aside.empty()) return;
            const double foot = y + title.height() - Millimeters(1.2);
            const double right = x + width - (line ? line_width + Millimeters(1) : 0);
            if (line) pen.Line(x + width - line_width, foot, x + width, foot, kInk);
            pen.Open("P");
            pen.Words(aside, right - aside.width(), y + title.height() - aside.height(), kInk);
            pen.Close("P");
          }};
}

// Conditions flow into as many lines as they need; a condition never parts from its box.
Part Conditions(const Gate& gate, Typesetter& type, double width) {
  struct Condition {
    double x;
    double y;
    SetText words;
  };
  const double gate_box = Grown(type, kGateBox);
  const double box = gate_box + Millimeters(1.2);
  const double gap = Millimeters(3.2);
  std::vector<Condition> conditions;
  double x = 0;
  double y = 0;
  for (const std::string& text : gate.conditions) {
    const SetText words = type.Set(text, kSecondary, width - box);
    if (x > 0 && x + box + words.width() > width) {
      x = 0;
      y += type.Leading(kBody);
    }
    conditions.push_back({x, y, words});
    x += box + words.width() + gap;
  }
  const double height = conditions.empty() ? 0 : y + type.Leading(kBody);
  return {height,
          [conditions = std::move(conditions), box, gate_box](Pen& pen, double left, double top) {
            for (const Condition& condition : conditions) {
              pen.Open("LI");
              pen.Open("LBody");
              pen.TickBox(left + condition.x, top + condition.y + Millimeters(0.6), gate_box);
              pen.Words(condition.words, left + condition.x + box, top + condition.y, kInk);
              pen.Close("LBody");
              pen.Close("LI");
            }
          }};
}

Part GateBox(const Gate& gate, Typesetter& type, double width) {
  const double indent = Millimeters(4.2);
  const double padding = Millimeters(2);
  const Part words = Stack({Tagged("L", Conditions(gate, type, width - 2 * indent)),
                            Say(type, gate.verdict, width - 2 * indent, {kSecondary})});
  const double height = words.height + 2 * padding;
  return {height, [=](Pen& pen, double x, double y) {
            pen.Clip({x, y, width, height}, kRadius);
            pen.Fill({x, y, Millimeters(1.6), height}, kAccent);
            pen.Unclip();
            pen.Outline({x, y, width, height}, kAccent, Millimeters(0.35), kRadius);
            words.draw(pen, x + indent, y + padding);
          }};
}

Part TickHead(const TickTable& table, Typesetter& type, const Columns& columns) {
  const double height = Millimeters(6.4);
  std::vector<Placed> cells;
  // The first cell heads the names; an empty cell would leave that column without a head.
  cells.push_back({0, Space(0)});
  if (columns.amount > 0) {
    cells.push_back(
        {columns.name, Say(type, table.amount_head, columns.amount, {kSecondary, kMuted, "TH"})});
  }
  for (size_t i = 0; i < table.columns.size(); ++i) {
    cells.push_back({columns.Left(i), Say(type, table.columns[i], columns.cell,
                                          {kSecondary, kMuted, "TH", Align::kCenter})});
  }
  const Part row = Row(std::move(cells));
  const double tall = std::max(height, row.height + Millimeters(1));
  const double width = columns.width;
  return Tagged("TR", {tall, [row, tall, width](Pen& pen, double x, double y) {
                         pen.Open("TH");
                         pen.Close("TH");
                         row.draw(pen, x, y);
                         pen.Line(x, y + tall, x + width, y + tall, kInk, Millimeters(0.35));
                       }});
}

std::string SpokenBox(const TickTable& table, const TickRow& row, size_t column) {
  const std::string& day =
      column < table.spoken_columns.size() ? table.spoken_columns[column] : table.columns[column];
  std::string spoken = table.spoken_box;
  for (const std::string& part : {day, row.spoken_name}) {
    if (part.empty()) continue;
    if (!spoken.empty()) spoken += ", ";
    spoken += part;
  }
  return spoken;
}

Part TickCells(const TickTable& table, const TickRow& row, Typesetter& type, const Columns& columns,
               double height) {
  const SetText off = type.Set(table.off_word, kSecondary, columns.cell, Align::kCenter);
  std::vector<std::string> spoken;
  for (size_t i = 0; i < std::min(row.cells.size(), table.columns.size()); ++i) {
    spoken.push_back(row.cells[i] == TickCell::kBox ? SpokenBox(table, row, i) : "");
    type.Accept(spoken.back());
  }
  const double box = type.edition() == Edition::kLargePrint ? kLargeTickBox : kTickBox;
  return {height, [=, cells = row.cells](Pen& pen, double x, double y) {
            for (size_t i = 0; i < spoken.size(); ++i) {
              const double left = x + columns.Left(i);
              pen.OpenCell(spoken[i]);
              if (cells[i] == TickCell::kBox) {
                pen.TickBox(left + (columns.cell - box) / 2, y + (height - box) / 2, box);
              } else {
                pen.Words(off, left, y + (height - off.height()) / 2, kMuted);
              }
              pen.CloseCell();
            }
          }};
}

// Name and amount of a row, each in the middle of its height.
Part RowHead(const SetText& name, const SetText& amount, Color amount_color, const Columns& columns,
             double height) {
  return {height, [=](Pen& pen, double x, double y) {
            pen.Open("TH");
            pen.Words(name, x + Millimeters(0.6), y + (height - name.height()) / 2, kInk);
            pen.Close("TH");
            pen.OpenCell();
            pen.Words(amount, x + columns.name, y + (height - amount.height()) / 2, amount_color);
            pen.CloseCell();
          }};
}

Part Ruled(Part row, double width) {
  const double height = row.height;
  return Tagged("TR", {height, [row = std::move(row), width](Pen& pen, double x, double y) {
                         row.draw(pen, x, y);
                         pen.Line(x, y + row.height, x + width, y + row.height, kRule);
                       }});
}

// Name and amount in a line above what follows.
Part LargeRow(const SetText& name, const SetText& amount, Color amount_color, Part below,
              double width) {
  const double height = std::max(name.height(), amount.height()) + Millimeters(2);
  Part head{height, [=](Pen& pen, double x, double y) {
              pen.Open("TH");
              pen.Words(name, x, y + Millimeters(2), kInk);
              pen.Close("TH");
              pen.OpenCell();
              pen.Words(amount, x + width - amount.room(), y + Millimeters(2), amount_color);
              pen.CloseCell();
            }};
  return Ruled(Stack({std::move(head), std::move(below)}), width);
}

Part LargeTickLine(const TickTable& table, const TickRow& row, Typesetter& type,
                   const Columns& columns) {
  const double amount_width = columns.width * 0.25;
  return LargeRow(type.Set(row.name, kSecondary, columns.width - amount_width - kHeadingGap),
                  type.SetAmount(row.amount, kSecondary, amount_width), kAccent,
                  TickCells(table, row, type, columns, kLargeTickRow), columns.width);
}

// Lines to write on, one in each column.
Part WriteCells(size_t count, const Columns& columns, double height) {
  return {height, [=](Pen& pen, double x, double y) {
            for (size_t i = 0; i < count; ++i) {
              const double left = x + columns.Left(i) + Millimeters(1.6);
              const double line = y + height - Millimeters(1.8);
              pen.Line(left, line, left + columns.cell - Millimeters(3.2), line, kInk);
            }
          }};
}

Part LargeWriteLine(const TickTable& table, const WriteRow& row, Typesetter& type,
                    const Columns& columns) {
  const double hint_width = columns.width * 0.25;
  Part line = LargeRow(type.Set(row.name, kSecondary, columns.width - hint_width - kHeadingGap),
                       type.Set(row.hint, kSecondary, hint_width), kInk,
                       WriteCells(table.columns.size(), columns, kLargeTickRow), columns.width);
  return {line.height, [line, columns](Pen& pen, double x, double y) {
            pen.Fill({x, y + kHairline, columns.width, line.height - kHairline}, kSand);
            line.draw(pen, x, y);
          }};
}

Part TickLine(const TickTable& table, const TickRow& row, Typesetter& type,
              const Columns& columns) {
  const SetText name = type.Set(row.name, kSecondary, columns.name - kHeadingGap);
  const SetText amount = type.SetAmount(row.amount, kSecondary, columns.amount);
  const double height =
      std::max({kTickRow, name.height() + Millimeters(1.5), amount.height() + Millimeters(1.5)});
  return Ruled(Row({{0, RowHead(name, amount, kAccent, columns, height)},
                    {0, TickCells(table, row, type, columns, height)}}),
               columns.width);
}

Part WriteLine(const TickTable& table, const WriteRow& row, Typesetter& type,
               const Columns& columns) {
  const SetText name = type.Set(row.name, kSecondary, columns.name - kHeadingGap);
  const SetText hint = type.Set(row.hint, kSecondary, columns.amount);
  const double height = std::max(kTickRow, name.height() + Millimeters(1.5));
  Part head = RowHead(name, hint, kInk, columns, height);
  const size_t count = table.columns.size();
  return Ruled({height,
                [head, columns, height, cells = WriteCells(count, columns, height)](
                    Pen& pen, double x, double y) {
                  pen.Fill({x, y + kHairline, columns.width, height - kHairline}, kSand);
                  head.draw(pen, x, y);
                  cells.draw(pen, x, y);
                }},
               columns.width);
}

Part TickRows(const TickTable& table, Typesetter& type, double width) {
  const bool large = type.edition() == Edition::kLargePrint;
  const Columns columns = ColumnsFor(table, width, large);
  std::vector<Part> rows{TickHead(table, type, columns)};
  for (const TickRow& row : table.rows) {
    rows.push_back((large ? LargeTickLine : TickLine)(table, row, type, columns));
  }
  for (const WriteRow& row : table.write_rows) {
    rows.push_back((large ? LargeWriteLine : WriteLine)(table, row, type, columns));
  }
  return Tagged("Table", Stack(std::move(rows)));
}

// --- Table ---

struct TableStyle {
  Style text;
  Style head;
  double padding;
};

TableStyle StyleOf(Table::Density density, Edition edition) {
  if (edition == Edition::kClinician) return {kDense, kDenseBold, Millimeters(0.8)};
  if (density == Table::Density::kDense) return {kDense, kDenseBold, Millimeters(0.6)};
  return {kSecondary, kSecondaryBold, Millimeters(1.2)};
}

Part Cell(const SetText& words, Color color, bool head) {
  return {words.height(), [words, color, head](Pen& pen, double x, double y) {
            head ? pen.Open("TH") : pen.OpenCell();
            pen.Words(words, x, y, color);
            head ? pen.Close("TH") : pen.CloseCell();
          }};
}

struct RowKind {
  bool head = false;
  bool tags = false;
};

// A rule's id in a frame.
Part TagCell(const SetText& words) {
  const double height = words.height();
  return {height, [words, height](Pen& pen, double x, double y) {
            const double inset = Millimeters(1.2);
            pen.Outline({x, y, words.width() + 2 * inset, height}, kAccent, Millimeters(0.35),
                        Millimeters(0.8));
            Cell(words, kAccent, true).draw(pen, x + inset, y);
          }};
}

bool IsBold(const RichText& text) { return !text.runs.empty() && text.runs.front().bold; }

Part TableRow(const std::vector<RichText>& texts, const std::vector<double>& widths,
              Typesetter& type, const TableStyle& style, const RowKind& kind) {
  const bool head = kind.head;
  std::vector<Placed> cells;
  double left = 0;
  for (size_t i = 0; i < std::min(texts.size(), widths.size()); ++i) {
    const SetText words =
        type.Set(texts[i], head ? style.head : style.text, widths[i] - kHeadingGap);
    const bool tag = kind.tags && i == 0 && IsBold(texts[i]);
    cells.push_back(
        {left, tag ? TagCell(words) : Cell(words, head ? kMuted : kInk, head || i == 0)});
    left += widths[i];
  }
  const double width = std::accumulate(widths.begin(), widths.end(), 0.0);
  const Part row = Row(std::move(cells));
  const double padding = style.padding;
  const double height = row.height + 2 * padding;
  const Color rule = head ? kStrongRule : kRule;
  return Tagged("TR", {height, [=](Pen& pen, double x, double y) {
                         row.draw(pen, x, y + padding);
                         pen.Line(x, y + height, x + width, y + height, rule,
                                  head ? Millimeters(0.35) : kHairline);
                       }});
}

// Words at 18 pt find no room in many columns: each row is its first cell, and the others below it
// behind the names of their columns.
constexpr size_t kMostLargeColumns = 3;

Part ListedRow(const Table& table, const std::vector<RichText>& row, Typesetter& type,
               double width) {
  std::vector<Part> lines{
      Cell(type.Set(row.empty() ? RichText() : row.front(), kSecondaryBold, width), kInk, true)};
  for (size_t i = 1; i < std::min(row.size(), table.head.size()); ++i) {
    std::vector<Run> runs{Run(table.head[i] + ": ")};
    runs.insert(runs.end(), row[i].runs.begin(), row[i].runs.end());
    lines.push_back(Cell(type.Set(RichText(std::move(runs)), kSecondary, width), kInk, false));
  }
  const Part cells = Stack(std::move(lines));
  const double padding = Millimeters(1.5);
  return Ruled(
      {cells.height + 2 * padding,
       [cells, padding](Pen& pen, double x, double y) { cells.draw(pen, x, y + padding); }},
      width);
}

std::vector<Piece> ListedRows(const Table& table, Typesetter& type, const Frame& frame) {
  auto group = std::make_shared<Piece::Group>();
  group->tag = "Table";
  std::vector<Piece> pieces;
  for (const std::vector<RichText>& row : table.rows) {
    Piece piece;
    piece.part = ListedRow(table, row, type, frame.width);
    piece.gap = pieces.empty() ? frame.block_gap : 0;
    piece.group = group;
    pieces.push_back(std::move(piece));
  }
  return pieces;
}

Piece WholeTickTable(const TickTable& table, Typesetter& type, const Frame& frame) {
  Part head = frame.one_column() ? TitleLines(table, type, frame.width)
                                 : TitleLine(table, type, frame.width);
  Part gate = table.gate ? GateBox(*table.gate, type, frame.width) : Space(0);
  Piece piece;
  piece.part =
      Stack({std::move(head), std::move(gate), TickRows(table, type, frame.width)}, Millimeters(1));
  piece.gap = frame.block_gap;
  piece.scan = true;
  return piece;
}

// Of a table taller than a page: what is asked before it stands above its first rows, what is
// written down below its last.
TickTable FirstRows(TickTable table, size_t count) {
  table.rows.resize(count);
  table.write_rows.clear();
  return table;
}

TickTable WithoutFirstRows(TickTable table, size_t count) {
  table.rows.erase(table.rows.begin(), table.rows.begin() + static_cast<std::ptrdiff_t>(count));
  table.gate.reset();
  table.aside.clear();
  table.aside_line = false;
  return table;
}

}  // namespace

Part WholeTable(const Table& table, Typesetter& type, double width) {
  const TableStyle style = StyleOf(table.density, type.edition());
  const std::vector<double> widths = SharedOut(table.widths, table.head.size(), width);
  std::vector<Part> rows{
      TableRow({table.head.begin(), table.head.end()}, widths, type, style, {true, false})};
  for (const std::vector<RichText>& texts : table.rows) {
    rows.push_back(TableRow(texts, widths, type, style, {false, table.tags}));
  }
  return Tagged("Table", Stack(std::move(rows)));
}

std::vector<Piece> ComposeBlock(const TickTable& table, Typesetter& type, const Frame& frame) {
  Piece whole = WholeTickTable(table, type, frame);
  std::vector<Piece> pieces;
  TickTable rest = table;
  while (whole.part.height > frame.height && rest.rows.size() > 1 && !type.failure()) {
    size_t count = rest.rows.size() - 1;
    Piece part = WholeTickTable(FirstRows(rest, count), type, frame);
    while (part.part.height > frame.height && count > 1) {
      part = WholeTickTable(FirstRows(rest, --count), type, frame);
    }
    pieces.push_back(std::move(part));
    rest = WithoutFirstRows(std::move(rest), count);
    whole = WholeTickTable(rest, type, frame);
  }
  pieces.push_back(std::move(whole));
  return pieces;
}

std::vector<Piece> ComposeBlock(const Table& table, Typesetter& type, const Frame& frame) {
  if (frame.one_column() && table.head.size() > kMostLargeColumns) {
    return ListedRows(table, type, frame);
  }
  const TableStyle style = StyleOf(table.density, frame.edition);
  const std::vector<double> widths = SharedOut(table.widths, table.head.size(), frame.width);
  auto group = std::make_shared<Piece::Group>();
  group->tag = "Table";
  group->head = std::make_shared<const Part>(
      TableRow({table.head.begin(), table.head.end()}, widths, type, style, {true, false}));
  std::vector<Piece> pieces;
  for (const std::vector<RichText>& texts : table.rows) {
    Piece piece;
    piece.part = TableRow(texts, widths, type, style, {false, table.tags});
    piece.gap = pieces.empty() ? frame.block_gap : 0;
    piece.group = group;
    pieces.push_back(std::move(piece));
  }
  return pieces;
}

}  // namespace ischia::document::press
