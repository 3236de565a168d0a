"""The job of sample_host.c in Python:  sample_host.py LIBRARY ASSESSMENT.json HANDOUT.pdf [SOCKET]"""
import ctypes as c, datetime, json, os, sys, time
HEAD = [(name, c.c_uint32) for name in ("struct_size", "abi_major", "abi_minor", "reserved")]
class Bytes(c.Structure): _fields_ = [("data", c.c_void_p), ("size", c.c_size_t)]
class Host(c.Structure):
    _fields_ = HEAD + [("host_data", c.c_void_p), ("host_id", c.c_char_p), ("host_version", c.c_char_p), ("log", c.c_void_p)]
class Api(c.Structure):
    _fields_ = HEAD + [("plugin_version", c.c_char_p),
        ("open", c.CFUNCTYPE(c.c_int32, c.POINTER(Host), Bytes, c.POINTER(c.c_void_p))), ("close", c.CFUNCTYPE(None, c.c_void_p)),
        ("call", c.CFUNCTYPE(c.c_int32, c.c_void_p, c.c_char_p, Bytes, c.c_uint32, c.POINTER(c.c_void_p))),
        ("cancel", c.CFUNCTYPE(None, c.c_void_p)), ("result_bytes", c.CFUNCTYPE(Bytes, c.c_void_p)),
        ("result_free", c.CFUNCTYPE(None, c.c_void_p)), ("get_extension", c.CFUNCTYPE(c.c_void_p, c.c_char_p))]
OWN = [("struct_size", c.c_uint32), ("reserved", c.c_uint32)]
class Patient(c.Structure):
    _fields_ = OWN + [(name, c.c_char_p) for name in ("patient_id", "given_name", "family_name", "birth_date", "sex", "email", "language")]
class Console(c.Structure):
    _fields_ = OWN + [("open", c.CFUNCTYPE(c.c_int32, c.c_void_p, c.POINTER(Patient), c.c_char_p, c.c_uint32, c.POINTER(c.c_void_p)))]
class PutDocument(c.Structure):
    _fields_ = OWN + [("event_fd", c.CFUNCTYPE(c.c_int, c.c_void_p)),
        ("next", c.CFUNCTYPE(c.c_int32, c.c_void_p, c.c_uint32, c.POINTER(c.c_void_p), c.POINTER(c.c_void_p))),
        ("done", c.CFUNCTYPE(c.c_int32, c.c_void_p, c.c_char_p, c.c_int32, c.c_char_p))]
def as_bytes(text):  # the caller keeps `text` alive
    return Bytes(c.cast(c.c_char_p(text), c.c_void_p), len(text))
library, assessment_file, pdf, socket = (sys.argv[1:] + [""])[:4]
table, session, config = c.POINTER(Api)(), c.c_void_p(), socket.encode()
if c.CDLL(library).ischia_plugin_get_api(1, 0, c.byref(table)) != 0: sys.exit("no plugin of version 1.0 or later")
api, host = table.contents, Host(c.sizeof(Host), 1, 0, 0, None, b"sample-host", b"1", None)
if api.open(c.byref(host), as_bytes(config), c.byref(session)) != 0: sys.exit("open failed")
def extension(kind, name): return c.cast(api.get_extension(name), c.POINTER(kind)).contents
def take(result):
    answer = api.result_bytes(result)
    answer = c.string_at(answer.data, answer.size) if answer.size else b""
    api.result_free(result)
    return answer
def checked(what, status, result): return json.loads(take(result)) if status == 0 else sys.exit(f"{what} answered {status}: {take(result).decode()}")
def call(method, **request):
    text, result = json.dumps(request).encode(), c.c_void_p()
    return checked(method, api.call(session, b"ischia.v1." + method.encode(), as_bytes(text), 10000, c.byref(result)), result)
with open(assessment_file, encoding="utf-8") as file: assessment = json.load(file)
today, number, practice = datetime.date.today(), f"{time.time_ns() // 1000}-{os.getpid()}", "practices/sample"
start = {"year": today.year, "month": today.month, "day": today.day}
print("Preview  ", call("ProgramService/PreviewProgram", parent=practice, assessment=assessment, start_date=start)["state"])
family = "Sample-" + number  # a new patient each time; Ischia asks before it makes two of one name
alex, launch = Patient(c.sizeof(Patient), 0, number.encode(), b"Alex", family.encode(), b"1992-03-14", b"M", None, b"en"), c.c_void_p()
opened = extension(Console, b"ischia.console/1").open(session, c.byref(alex), None, 10000, c.byref(launch))
patient = checked("open_console", opened, launch)["patient"]
print("Console   opened at", patient)
assessed = call("AssessmentService/CreateAssessment", parent=patient, assessment=assessment)["name"]
program = call("ProgramService/CreateProgram", parent=patient, assessment=assessed, start_date=start)
print("Program  ", program["name"] + ",", call("ProgramService/ActivateProgram", name=program["name"], etag=program["etag"])["state"])
call("HandoutService/CreateHandout", parent=program["name"], handout={"kind": "KIND_PROGRAM"}, file_to_host=True)
documents, filing, content, filed = extension(PutDocument, b"ischia.put-document/1"), c.c_void_p(), c.c_void_p(), False
while (status := documents.next(session, 10000, c.byref(filing), c.byref(content))) != 5:  # 5: nothing waits any more
    waiting, content_bytes = checked("next", status, filing), take(content)
    expected = waiting["expected_patient"]
    if expected["host_reference"]["patient_id"] != number: continue  # somebody else's: given again in two minutes
    outcome = 0 if expected["family_name"] == family else 9  # the number is another patient's
    if outcome == 0:
        with open(pdf, "wb") as file: print("Filing   ", waiting["name"], file.write(content_bytes), "bytes")
    filed |= documents.done(session, waiting["name"].encode(), outcome, number.encode()) == 0 == outcome
api.result_free(filing)
api.close(session)
if not filed: sys.exit("the sheet was not filed")
