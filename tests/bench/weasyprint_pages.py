"""Lays out an HTML page with WeasyPrint in one warm process.

    weasyprint_pages.py PAGE.html OUT.pdf COUNT

Prints the median of the CPU time a document, in microseconds, over COUNT documents after one that
warms up; the last document is left in OUT.pdf.
"""
import statistics
import sys
import time

import weasyprint


def document(page: str) -> bytes:
    return weasyprint.HTML(string=page).write_pdf()


page_file, pdf_file, count = sys.argv[1:]
with open(page_file, encoding="utf-8") as file:
    page = file.read()
pdf = document(page)
spent = []
for _ in range(int(count)):
    start = time.process_time()
    pdf = document(page)
    spent.append(time.process_time() - start)
with open(pdf_file, "wb") as file:
    file.write(pdf)
print(round(statistics.median(spent) * 1e6))
