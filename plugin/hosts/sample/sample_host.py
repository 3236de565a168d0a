"""The job of sample_host.c in Python:  sample_host.py LIBRARY ASSESSMENT.json HANDOUT.pdf [SOCKET]"""
import base64, ctypes as c, datetime, json, os, sys, time
HEAD = [(name, c.c_uint32) for name in ("struct_size", "abi_major", "abi_minor", "reserved")]
class Bytes(c.Structure): _fields_ = [("data", c.c_void_p), ("size", c.c_size_t)]
class Host(c.Structure):
    _fields_ = HEAD + [("host_data", c.c_void_p), ("host_id", c.c_char_p), ("host_version", c.c_char_p), ("log", c.c_void_p)]
class Api(c.Structure):
    _fields_ = HEAD + [("plugin_version", c.c_char_p),
        ("open", c.CFUNCTYPE(c.c_int32, c.POINTER(Host), Bytes, c.POINTER(c.c_void_p))), ("close", c.CFUNCTYPE(None, c.c_void_p)),
        ("call", c.CFUNCTYPE(c.c_int32, c.c_void_p, c.c_char_p, Bytes, c.c_uint32, c.POINTER(c.c_void_p))),
        ("cancel", c.CFUNCTYPE(None, c.c_void_p)), ("result_bytes", c.CFUNCTYPE(Bytes, c.c_void_p)),
        ("result_free", c.CFUNCTYPE(None, c.c_void_p))]
def as_bytes(text):  # the caller keeps `text` alive
    return Bytes(c.cast(c.c_char_p(text), c.c_void_p), len(text))
library, assessment_file, pdf, socket = (sys.argv[1:] + [""])[:4]
table, session, config = c.POINTER(Api)(), c.c_void_p(), socket.encode()
if c.CDLL(library).ischia_plugin_get_api(1, 0, c.byref(table)) != 0: sys.exit("no plugin of version 1.0 or later")
api, host = table.contents, Host(c.sizeof(Host), 1, 0, 0, None, b"sample-host", b"1", None)
if api.open(c.byref(host), as_bytes(config), c.byref(session)) != 0: sys.exit("open failed")
def call(method, **request):
    text, result = json.dumps(request).encode(), c.c_void_p()
    status = api.call(session, b"ischia.v1." + method.encode(), as_bytes(text), 10000, c.byref(result))
    answer = api.result_bytes(result)
    answer = c.string_at(answer.data, answer.size).decode()
    api.result_free(result)
    return json.loads(answer) if status == 0 else sys.exit(f"{method} answered {status}: {answer}")
with open(assessment_file, encoding="utf-8") as file: assessment = json.load(file)
today, number, practice = datetime.date.today(), f"{time.time_ns() // 1000}-{os.getpid()}", "practices/sample"
start = {"year": today.year, "month": today.month, "day": today.day}
print("Preview  ", call("ProgramService/PreviewProgram", parent=practice, assessment=assessment, start_date=start)["state"])
alex = {"host_reference": {"host_id": "sample-host", "patient_id": number}, "given_name": "Alex", "family_name": "Sample",
        "birth_date": {"year": 1992, "month": 3, "day": 14}, "sex_for_norms": "NORM_SEX_MALE", "language_code": "en"}
patient = call("PatientService/CreatePatient", parent=practice, patient_id="sample-host-" + number, patient=alex)["name"]
assessed = call("AssessmentService/CreateAssessment", parent=patient, assessment=assessment)["name"]
program = call("ProgramService/CreateProgram", parent=patient, assessment=assessed, start_date=start)
print("Program  ", call("ProgramService/ActivateProgram", name=program["name"], etag=program["etag"])["state"])
handout = call("HandoutService/CreateHandout", parent=program["name"], handout={"kind": "KIND_PROGRAM"})
content = base64.b64decode(call("HandoutService/DownloadHandout", name=handout["name"])["content"])
with open(pdf, "wb") as file: print("Handout  ", handout["name"], file.write(content), "bytes")
api.close(session)
