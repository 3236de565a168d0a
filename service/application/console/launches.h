// The door from the practice software into the console. A host names a patient and gets a launch: a
// secret that opens the console once, within a minute, at that patient and for that clinician. What
// it opens is a session, which ends after fifteen minutes without a request, and loses the power to
// write when the host shows another patient. Patients are never merged: what does not fit is asked.
// An admin's launch has no patient: it opens the practice's settings and nothing else.
#ifndef ISCHIA_SERVICE_APPLICATION_CONSOLE_LAUNCHES_H_
#define ISCHIA_SERVICE_APPLICATION_CONSOLE_LAUNCHES_H_

#include <chrono>
#include <string>
#include <string_view>

#include "service/application/command.h"
#include "service/application/ports.h"
#include "service/application/resources.h"
#include "service/domain/result.h"

namespace ischia::app {

inline constexpr std::chrono::seconds kLaunchLife{60};
inline constexpr std::chrono::minutes kSessionIdle{15};

struct CreateLaunchRequest {
  domain::PracticeId practice;
  PatientContext context;  // empty with LaunchView::kPractice
  LaunchView view = LaunchView::kUnspecified;
  bool create_missing = false;
};

struct Opened {
  LaunchRecord launch;
  std::string ticket;  // the secret itself, kept nowhere; empty: the request was answered before
};

// What a person answers to the identity question that a launch has.
enum class IdentityAnswer {
  kSamePerson,  // the host's details are the patient's new ones
  kNewPatient,  // somebody else, who has no record yet
  kGoOn         // the finding was read
};

class Launches {
 public:
  // Everything outlives the object. Serves many threads.
  Launches(Store& store, Command& command, IdSource& ids, const Clock& clock, const Digest& digest,
           const Calendar& calendar)
      : store_(store),
        command_(command),
        ids_(ids),
        clock_(clock),
        digest_(digest),
        calendar_(calendar) {}

  // A launch at the patient that the host's reference names, or whom the host describes. With
  // identity findings the patient may be open still; the console asks first. The caller's sessions
  // at other patients cannot write from here on, nor can unused launches be used. FIELD_INVALID,
  // RESOURCE_NOT_FOUND (nobody has this reference, and create_missing is not set). The view decides
  // who may: kPractice an admin, any other a clinician.
  domain::Result<Opened> CreateLaunch(const Call& call, const CreateLaunchRequest& request);
  // The host shows another patient or none: a launch that was not used cannot be, and its session
  // can no longer write.
  domain::Result<LaunchRecord> RevokeLaunch(const Call& call, const LaunchName& name);

  // -- For the web edge, which has nothing but a secret.
  // Makes a session of a launch, once. UNAUTHENTICATED, LAUNCH_EXPIRED: unknown, used, revoked or
  // older than a minute; which of them is not told. Seconds uses are recorded.
  domain::Result<Opened> Redeem(const domain::PracticeId& practice, std::string_view ticket);
  // The session behind a request; counts as activity. UNAUTHENTICATED, SESSION_ENDED.
  domain::Result<LaunchRecord> Enter(const domain::PracticeId& practice, std::string_view ticket);
  // Settles the first open identity question; makes or changes the patient where the answer says
  // so. FIELD_INVALID: the question does not have this answer. WRONG_STATE: there is no open
  // question.
  domain::Result<LaunchRecord> AnswerIdentity(const Call& call, const LaunchName& name,
                                              IdentityAnswer answer);
  domain::Result<domain::Done> Leave(const Call& call, const LaunchName& name);
  // Forgets launches and sessions that ended more than a day ago; says how many.
  domain::Result<int> Forget(const domain::PracticeId& practice);

 private:
  domain::Result<LaunchRecord> Prepare(Work& work, const Call& call,
                                       const CreateLaunchRequest& request);
  // What of a launch needs no patient.
  LaunchRecord Begin(Work& work, const Call& call, const CreateLaunchRequest& request);

  Store& store_;
  Command& command_;
  IdSource& ids_;
  const Clock& clock_;
  const Digest& digest_;
  const Calendar& calendar_;
};

// May change records: the host still shows the patient, and no identity question is open.
bool MayWrite(const LaunchRecord& session);

}  // namespace ischia::app

#endif  // ISCHIA_SERVICE_APPLICATION_CONSOLE_LAUNCHES_H_
