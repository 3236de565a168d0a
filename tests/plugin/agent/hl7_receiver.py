"""A practice's software that we did not write (python3-hl7) takes HL7 messages on loopback.

Usage: hl7_receiver.py ANSWER...

Prints "port N", and then each message as it reads it, a JSON object a line. The n-th message gets
the n-th answer: AA, AE or AR; cut: the connection ends without one; other: the acknowledgment of
another message. Behind the last answer: AA. Ends when it is killed.
"""
import asyncio
import base64
import hashlib
import json
import sys

import hl7
from hl7.mllp import start_hl7_server

answers = sys.argv[1:]


def text(message, segment, *place):
    try:
        return message.extract_field(segment, 1, *place)
    except (KeyError, LookupError):
        return ""


def read(message):
    kind = text(message, "MSH", 9, 1, 1)
    told = {"kind": kind + "^" + text(message, "MSH", 9, 1, 2), "control_id": text(message, "MSH", 10),
            "receiver": text(message, "MSH", 5), "patient": text(message, "PID", 3, 1, 1),
            "authority": text(message, "PID", 3, 1, 4), "family": text(message, "PID", 5, 1, 1),
            "birth_date": text(message, "PID", 7), "sex": text(message, "PID", 8)}
    if kind == "MDM":
        pdf = base64.b64decode(text(message, "OBX", 5, 1, 5), validate=True)
        told |= {"document": text(message, "TXA", 12, 1, 1), "parent": text(message, "TXA", 13, 1, 1),
                 "type": text(message, "TXA", 2, 1, 1), "title": text(message, "TXA", 25),
                 "sha256": hashlib.sha256(pdf).hexdigest()}
    else:
        told["begin"] = text(message, "OBR", 7)
        told["numbers"] = {str(number[3][0][0]): str(number[5]) for number in message.segments("OBX")}
    return told


async def serve(reader, writer):
    try:
        while True:
            message = await reader.readmessage()
            print(json.dumps(read(message)), flush=True)
            answer = answers.pop(0) if answers else "AA"
            if answer == "cut":
                break
            acknowledgment = message.create_ack("AA" if answer == "other" else answer)
            if answer == "other":
                own = text(message, "MSH", 10)
                acknowledgment = hl7.parse(str(acknowledgment).replace(own, "X" + own[1:]))
            writer.writemessage(acknowledgment)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    writer.close()


async def main():
    server = await start_hl7_server(serve, host="127.0.0.1", port=0, encoding="utf-8", limit=1 << 24)
    print("port", server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
