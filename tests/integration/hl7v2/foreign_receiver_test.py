"""A foreign receiver (python3-hl7) takes what send_samples sends, reads it, and answers.

Usage: foreign_receiver_test.py SEND_SAMPLES
"""

import asyncio
import base64
import sys
import tempfile

import hl7
from hl7.mllp import start_hl7_server

# All bytes there are, in no order that an encoding could hide; larger than any buffer on the way.
PDF = b"%PDF-1.7\n" + bytes(i * i * 7 >> 3 & 255 for i in range(1_000_001))
SENT = ["document", "replacement", "report", "report", "report", "report", "hasty", "report"]
CAME_OF_IT = ["accepted AA 0", "accepted CA 0", "accepted AA 0", "refused AE 204", "refused AR 0",
              "other AA 0", "unanswered  0", "accepted AA 0"]


def check(name, found, expected):
    if found != expected:
        sys.exit(f"{name}: found {found!r}, expected {expected!r}")


def answer(number, message):
    """The acknowledgment of the message of that number, or none."""
    if number == 2:
        return message.create_ack("CA")
    if number == 4:
        refusal = message.create_ack("AE")
        return hl7.parse(str(refusal).rstrip("\r") + "\rERR||PID^1^3|204^Unknown key^HL70357|E\r")
    if number == 5:
        return message.create_ack("AR")
    if number == 6:
        return hl7.parse(str(message.create_ack("AA")).replace("IS6", "IS5"))
    return None if number == 7 else message.create_ack("AA")


async def receive():
    """What came of the messages, the messages, and over how many connections they came."""
    messages = []
    connections = []

    async def serve(reader, writer):
        connections.append(writer)
        try:
            while True:
                message = await reader.readmessage()
                messages.append(message)
                acknowledgment = answer(len(messages), message)
                if acknowledgment is not None:
                    writer.writemessage(acknowledgment)
                    await writer.drain()
        except asyncio.IncompleteReadError:
            writer.close()

    server = await start_hl7_server(serve, host="127.0.0.1", port=0, encoding="utf-8",
                                    limit=1 << 24)
    port = server.sockets[0].getsockname()[1]
    with tempfile.NamedTemporaryFile(suffix=".pdf") as pdf:
        pdf.write(PDF)
        pdf.flush()
        sender = await asyncio.create_subprocess_exec(
            sys.argv[1], str(port), pdf.name, *SENT, stdout=asyncio.subprocess.PIPE)
        said, _ = await sender.communicate()
    server.close()
    check("exit code", sender.returncode, 0)
    return said.decode().splitlines(), messages, len(connections)


def text(message, segment, *place):
    """A field, or a part of it, as the receiver reads it."""
    return message.extract_field(segment, 1, *place)


def check_header(message, kind, number):
    check("type", str(message.segment("MSH")[9]), kind)
    check("control id", text(message, "MSH", 10), f"IS{number}")
    check("character set", text(message, "MSH", 18), "UNICODE UTF-8")
    check("patient", text(message, "PID", 3, 1, 1), "4711")
    check("authority", text(message, "PID", 3, 1, 4), "PVS1")
    check("family", text(message, "PID", 5, 1, 1), "Müller|^&~\\Straße")
    check("given", text(message, "PID", 5, 1, 2), "Эрика 慢")
    check("birth date", text(message, "PID", 7), "19810514")
    check("sex", text(message, "PID", 8), "F")


def check_document(message, number, parent, reason):
    check("segments", [str(segment[0]) for segment in message],
          ["MSH", "EVN", "PID", "PV1", "TXA", "OBX"])
    check("provider", text(message, "TXA", 5, 1, 2), "Arzt")
    check("time", text(message, "TXA", 6), "20261122094300+0100")
    check("document", [text(message, "TXA", 12, 1, part) for part in (1, 2)], [number, "ISCHIA"])
    check("parent", text(message, "TXA", 13, 1, 1), parent)
    check("file", text(message, "TXA", 16), "IS000123.pdf")
    check("status", text(message, "TXA", 17), "AU")
    check("reason", text(message, "TXA", 21), reason)
    check("title", text(message, "TXA", 25), "Week 4")
    check("content", [text(message, "OBX", 5, 1, part) for part in (1, 2, 3, 4)],
          ["ISCHIA", "AP", "PDF", "Base64"])
    check("bytes", base64.b64decode(text(message, "OBX", 5, 1, 5), validate=True) == PDF, True)


def check_report(message):
    check("segments", [str(segment[0]) for segment in message],
          ["MSH", "PID", "OBR", "OBX", "OBX", "OBX", "OBX"])
    check("first day", text(message, "OBR", 7), "20261116")
    numbers = [[str(segment[3][0][0]), str(segment[5]), str(segment[6][0][0]), str(segment[14])]
               for segment in message.segments("OBX")]
    check("numbers", numbers, [["PRESC", "7", "{sessions}", "20261122"],
                               ["CLAIM", "5", "{sessions}", "20261122"],
                               ["CRED", "3", "{sessions}", "20261122"],
                               ["72514-3", "3", "{score}", "20261122"]])


came_of_it, messages, connections = asyncio.run(receive())
check("outcomes", came_of_it, CAME_OF_IT)
check("messages", len(messages), len(SENT))
# A new one behind each answer in doubt: of another message, and none.
check("connections", connections, 3)
check_header(messages[0], "MDM^T02^MDM_T02", 1)
check_document(messages[0], "IS000123-1", "", "")
check_header(messages[1], "MDM^T10^MDM_T02", 2)
check_document(messages[1], "IS000123-2", "IS000123-1", "a|b^c&d~e\\f\r\ng")
for position in range(2, len(SENT)):
    check_header(messages[position], "ORU^R01^ORU_R01", position + 1)
    check_report(messages[position])
