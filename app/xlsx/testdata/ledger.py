"""The long ledger of the benchmark, written by Python's libraries; or read back and told in a line.

usage: ledger.py xlsxwriter|openpyxl FILE ROWS
       ledger.py read FILE
"""
import sys


def rows(count):
    for i in range(count):
        yield ["PJ-SQ-2026-%d" % i, "使用申请", "行政审批服务平台（%d期）" % i, "盘锦市营商环境建设局", 3, "已受理，待审批",
               i, "王芳", "2026-02-11", "2026-02-12", "2026-02-24（暂定）", "第八条"]


def by_xlsxwriter(path, count):
    import xlsxwriter
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("政务云申请台账")
    look = book.add_format({"font_name": "宋体", "border": 1, "text_wrap": True})
    for r, row in enumerate(rows(count)):
        for c, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(r, c, value, look)
            else:
                sheet.write_string(r, c, value, look)
    book.close()


def by_openpyxl(path, count):
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Border, Font, NamedStyle, Side
    book = Workbook(write_only=True)
    sheet = book.create_sheet("政务云申请台账")
    line = Side(style="thin")
    look = NamedStyle(name="look", font=Font(name="宋体"), border=Border(left=line, right=line, top=line, bottom=line),
                      alignment=Alignment(wrap_text=True))
    book.add_named_style(look)
    for row in rows(count):
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=value)
            cell.style = "look"
            cells.append(cell)
        sheet.append(cells)
    book.save(path)


def read(path):
    from openpyxl import load_workbook
    sheet = load_workbook(path, read_only=True).worksheets[0]
    count, width, last = 0, 0, None
    for row in sheet.iter_rows(values_only=True):
        count, width, last = count + 1, max(width, len(row)), row
    print(count, width, last[0], type(last[6]).__name__, last[6], last[11])


if sys.argv[1] == "read":
    read(sys.argv[2])
else:
    {"xlsxwriter": by_xlsxwriter, "openpyxl": by_openpyxl}[sys.argv[1]](sys.argv[2], int(sys.argv[3]))
