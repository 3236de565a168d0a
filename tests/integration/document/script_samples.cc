#include "tests/integration/document/script_samples.h"

#include <cmath>
#include <stdexcept>
#include <utility>

#include "tests/integration/document/sheet_samples.h"

namespace ischia::document {
namespace {

struct Words {
  std::string language, title, sentence, minutes, each_day, days, a_week, week3, measure;
  std::string later, not_early, order, warm_up, strap, tilt, brace, min, s, walk, each_leg, page3;
  std::string rules, never, feel, go, go_range, go_words, ease, ease_range, ease_words;
  std::string stop, stop_range, stop_words, expect, expect_words, right, left, now, likely;
  std::string missed, missed_words, call, emergency, need, need_words, start, stretch, seconds;
  std::string daily, week1, how, step1, step2, step3, aim, aim_words, mistakes, mistake1, mistake2;
  std::vector<std::string> head;
  std::string footer1, footer2, page, clinic, person, digits;
};

std::vector<Words> AllWords() {
  return {
      {"es",
       "Su programa en casa",
       "Para los músculos tensos de atrás del muslo y una espalda baja que duele al sentarse.",
       "10 minutos",
       "cada día",
       "7 días",
       "por semana",
       "Semana 3",
       "medimos otra vez",
       "Hágalo más tarde en el día.",
       "No en las 2 primeras horas después de levantarse.",
       "Haga esto, en este orden",
       "Calentar",
       "Estirar con correa",
       "Bascular la pelvis",
       "Firmar el abdomen",
       "min",
       "s",
       "camine sin avanzar",
       "cada pierna · página 2",
       "página 3",
       "Ropa suelta. Use un reloj. Respire despacio",
       " todo el tiempo. Nunca aguante el aire.",
       "Cómo debe sentirse",
       "Siga",
       "0 a 3",
       "Un tirón suave. Busque 2 a 3 de 10. Puede respirar y hablar.",
       "Afloje",
       "4 a 5",
       "Vaya menos lejos. ¿Aún duele la mañana siguiente? Haga la mitad y llame.",
       "Pare",
       "6 a 10",
       "O un dolor agudo o repentino, hormigueo o entumecimiento. Llámenos.",
       "Qué esperar",
       "El cambio toma unas 6 semanas. Puede aliviar la espalda de algunas personas. "
       "Siga caminando: el plan entero ayuda más.",
       "Pierna derecha",
       "Pierna izquierda",
       "ahora",
       "probable en la semana 6",
       "¿Faltó un día?",
       "Siga al día siguiente. No haga de más para recuperar.",
       "¿Preguntas? Llámenos",
       "¿Entumecido entre las piernas o le cuesta orinar? Vaya a urgencias o llame al 911.",
       "Necesita",
       "correa o toalla, colchoneta",
       "Inicio",
       "Estirar",
       "segundos, hasta unos",
       "Todos los días. Descanse 10 segundos después de cada vez.",
       "Semana 1",
       "Cómo se hace",
       "Acuéstese boca arriba. Ponga una correa en la mitad de un pie.",
       "Deje la otra pierna plana. Dóblela si le duele la espalda.",
       "Levante la pierna con la correa hasta sentir un tirón suave atrás del muslo.",
       "Busque",
       "Un tirón suave atrás del muslo, 2 a 3 de 10.",
       "Errores comunes",
       "Levantar la cadera del piso.",
       "Tirar con fuerza de la correa.",
       {"Semana", "Estirar", "Tronco", "Cada día", "Cada semana", "Nota"},
       "Hecho para una sola persona. No lo comparta.",
       "Esta hoja no es un diagnóstico. Pregunte a su clínica.",
       "Página {page} de {pages}",
       "Clínica de muestra, fisioterapia y ejercicio",
       "Ana Núñez, versión 1 del 1 de junio",
       ""},
      {"de",
       "Ihr Programm für zu Hause",
       "Für verkürzte Muskeln hinten am Oberschenkel und einen unteren Rücken, der schmerzt.",
       "10 Minuten",
       "jeden Tag",
       "7 Tage",
       "pro Woche",
       "Woche 3",
       "messen wir wieder",
       "Üben Sie später am Tag.",
       "Nicht in den ersten 2 Stunden nach dem Aufstehen.",
       "Machen Sie das in dieser Folge",
       "Aufwärmen",
       "Dehnen mit Gurt",
       "Becken kippen",
       "Bauch anspannen",
       "min",
       "s",
       "auf der Stelle gehen",
       "jedes Bein · Seite 2",
       "Seite 3",
       "Weite Kleidung. Uhr stellen. Ruhig atmen",
       " die ganze Zeit. Nie die Luft anhalten.",
       "So soll es sich anfühlen",
       "Weiter",
       "0 bis 3",
       "Ein leichtes Ziehen. Ziel: 2 bis 3 von 10. Sie können atmen und reden.",
       "Weniger",
       "4 bis 5",
       "Gehen Sie weniger weit. Am Morgen noch Schmerz? Machen Sie die Hälfte.",
       "Stopp",
       "6 bis 10",
       "Oder plötzlicher Schmerz, Kribbeln oder Taubheit. Rufen Sie uns an.",
       "Was Sie erwarten können",
       "Es dauert etwa 6 Wochen. Es kann bei manchen Menschen den Rücken entlasten. Gehen Sie "
       "weiter: Der ganze Plan hilft mehr als nur dehnen.",
       "Rechtes Bein",
       "Linkes Bein",
       "jetzt",
       "wohl in Woche 6",
       "Einen Tag verpasst?",
       "Machen Sie am nächsten Tag weiter. Holen Sie nichts nach.",
       "Fragen? Rufen Sie an",
       "Taub zwischen den Beinen oder Mühe beim Wasserlassen? Notaufnahme oder 112.",
       "Sie brauchen",
       "Gurt oder Handtuch, Matte",
       "Anfang",
       "Dehnen",
       "Sekunden, bis etwa",
       "Jeden Tag. Ruhen Sie nach jedem Mal 10 Sekunden.",
       "Woche 1",
       "So geht es",
       "Legen Sie sich auf den Rücken. Legen Sie einen Gurt um die Mitte eines Fußes.",
       "Lassen Sie das andere Bein flach. Beugen Sie es, wenn der Rücken schmerzt.",
       "Heben Sie das Bein, bis Sie hinten am Oberschenkel ein leichtes Ziehen spüren.",
       "Ziel",
       "Ein leichtes Ziehen hinten am Oberschenkel, 2 bis 3 von 10.",
       "Häufige Fehler",
       "Die Hüfte vom Boden heben.",
       "Am Gurt reißen.",
       {"Woche", "Dehnen", "Rumpf", "Jeden Tag", "Jede Woche", "Notiz"},
       "Für einen Menschen gemacht. Bitte nicht teilen.",
       "Dieses Blatt ist keine Diagnose.",
       "Seite {page} von {pages}",
       "Musterpraxis",
       "Jörg Weiß",
       ""},
      {"fr",
       "Votre programme à la maison",
       "Pour des muscles raides à l’arrière de la cuisse et un bas du dos sensible.",
       "10 minutes",
       "chaque jour",
       "7 jours",
       "par semaine",
       "Semaine 3",
       "nouvelle mesure",
       "Faites-le plus tard dans la journée.",
       "Pas dans les 2 heures après le lever.",
       "Faites ceci, dans cet ordre",
       "Échauffement",
       "Étirer avec sangle",
       "Bascule du bassin",
       "Gainer le ventre",
       "min",
       "s",
       "marchez sur place",
       "chaque jambe · page 2",
       "page 3",
       "Habits amples. Minuteur. Respirez lentement",
       " tout le temps. Ne bloquez jamais.",
       "Ce que vous devez sentir",
       "Continuez",
       "0 à 3",
       "Un léger tiraillement. Visez 2 à 3 sur 10. Vous pouvez respirer et parler.",
       "Allégez",
       "4 à 5",
       "Allez moins loin. Mal le lendemain ? Faites la moitié.",
       "Arrêtez",
       "6 à 10",
       "Ou douleur vive ou soudaine, picotements. Appelez.",
       "À quoi s’attendre",
       "Il faut environ 6 semaines. Cela peut soulager le dos de certaines personnes. Continuez à "
       "marcher.",
       "Jambe droite",
       "Jambe gauche",
       "maintenant",
       "probable en semaine 6",
       "Un jour manqué ?",
       "Reprenez le lendemain. N’en faites pas plus.",
       "Des questions ? Appelez",
       "Engourdi entre les jambes ou du mal à uriner ? Allez aux urgences.",
       "Il vous faut",
       "sangle ou serviette, tapis",
       "Début",
       "Étirer",
       "secondes, jusqu’à",
       "Tous les jours. Reposez-vous 10 secondes après chaque fois.",
       "Semaine 1",
       "Comment faire",
       "Allongez-vous sur le dos. Passez une sangle autour d’un pied.",
       "Gardez l’autre jambe à plat. Pliez-la si votre dos fait mal.",
       "Levez la jambe jusqu’à sentir un léger tiraillement à l’arrière de la cuisse.",
       "Visez",
       "Un léger tiraillement à l’arrière de la cuisse, 2 à 3 sur 10.",
       "Erreurs fréquentes",
       "Décoller les hanches du sol.",
       "Tirer d’un coup sur la sangle.",
       {"Semaine", "Étirer", "Tronc", "Par jour", "Par semaine", "Note"},
       "Fait pour une personne. Ne le partagez pas.",
       "Cette feuille n’est pas un diagnostic.",
       "Page {page} sur {pages}",
       "Cabinet exemple",
       "Zoé Lefèvre",
       ""},
      {"ar",
       "برنامجك المنزلي",
       "لعضلات خلف الفخذ المشدودة، ولأسفل ظهر يؤلم عند الجلوس أو الانحناء.",
       "١٠ دقائق",
       "كل يوم",
       "٧ أيام",
       "في الأسبوع",
       "الأسبوع ٣",
       "نقيس من جديد",
       "تمرّن في وقت لاحق من اليوم.",
       "ليس في أول ساعتين بعد النهوض من النوم.",
       "افعل هذه التمارين بهذا الترتيب",
       "الإحماء",
       "التمدد بالحزام",
       "إمالة الحوض",
       "شدّ البطن",
       "دقائق",
       "ث",
       "امشِ في مكانك",
       "لكل ساق، صفحة ٢",
       "صفحة ٣",
       "ملابس واسعة. استعمل مؤقتًا. تنفّس ببطء",
       " طوال الوقت. لا تحبس نفَسك.",
       "بماذا يجب أن تشعر",
       "تابع",
       "٠ إلى ٣",
       "شدّ خفيف. اجعله ٢ إلى ٣ من ١٠. تستطيع أن تتنفس وتتكلم.",
       "خفّف",
       "٤ إلى ٥",
       "قلّل المدى. ما زال ظهرك يؤلمك صباح اليوم التالي؟ افعل النصف واتصل بنا.",
       "توقف",
       "٦ إلى ١٠",
       "أو أي ألم حاد أو مفاجئ أو وخز أو خدر. اتصل بنا.",
       "ماذا تتوقع",
       "يحتاج التغيّر إلى نحو ٦ أسابيع. قد يخفّ ألم الظهر عند بعض الناس. واصل المشي: البرنامج كله "
       "يفيد أكثر من التمدد وحده.",
       "رفع الساق اليمنى",
       "رفع الساق اليسرى",
       "الآن",
       "المرجّح في الأسبوع ٦",
       "فاتك يوم؟",
       "تابع في اليوم التالي كالمعتاد. لا تزد التمارين لتعويض ما فات.",
       "لديك سؤال؟ اتصل بنا",
       "خدر بين الساقين، أو صعوبة جديدة في التبول؟ اذهب إلى الطوارئ أو اتصل على \u2066911\u2069.",
       "تحتاج إلى",
       "حزام أو منشفة، وبساط",
       "البداية",
       "التمدد",
       "ثانية، حتى نحو",
       "كل يوم. استرح ١٠ ثوانٍ بعد كل مرة.",
       "الأسبوع ١",
       "كيف تفعله",
       "استلقِ على ظهرك. ضع حزامًا حول منتصف إحدى قدميك.",
       "أبقِ الساق الأخرى مستوية. اثنها إذا آلمك ظهرك.",
       "ارفع الساق حتى تشعر بشدّ خفيف خلف الفخذ.",
       "الهدف",
       "شدّ خفيف خلف الفخذ، ٢ إلى ٣ من ١٠.",
       "أخطاء شائعة",
       "رفع الوركين عن الأرض.",
       "جذب الحزام بقوة.",
       {"الأسبوع", "التمدد", "الجذع", "كل يوم", "كل أسبوع", "ملاحظة"},
       "أُعدّت لشخص واحد. لا تشاركها مع غيرك.",
       "هذه الورقة ليست تشخيصًا.",
       "صفحة {page} من {pages}",
       "عيادة نموذجية",
       "سامي مثال",
       "٠١٢٣٤٥٦٧٨٩"},
      {"hi",
       "आपका घर का कार्यक्रम",
       "जाँघ के पीछे की तनी मांसपेशियों और बैठने या झुकने पर दुखने वाली कमर के लिए।",
       "10 मिनट",
       "हर दिन",
       "7 दिन",
       "हर हफ़्ते",
       "हफ़्ता 3",
       "हम फिर नापेंगे",
       "इसे दिन में बाद में करें।",
       "उठने के बाद पहले 2 घंटों में नहीं।",
       "इन्हें इसी क्रम में करें",
       "वार्म-अप",
       "पट्टे से खिंचाव",
       "कूल्हा झुकाना",
       "पेट कसना",
       "मिनट",
       "से",
       "एक जगह चलें",
       "हर पैर · पन्ना 2",
       "पन्ना 3",
       "ढीले कपड़े। घड़ी रखें। धीरे साँस लें",
       " पूरे समय। साँस कभी न रोकें।",
       "कैसा लगना चाहिए",
       "जारी रखें",
       "0 से 3",
       "हल्का खिंचाव। 10 में से 2 से 3 रखें। आप साँस ले और बोल सकते हैं।",
       "कम करें",
       "4 से 5",
       "कम दूर जाएँ। अगली सुबह भी दर्द है? आधा करें और हमें फ़ोन करें।",
       "रुकें",
       "6 से 10",
       "या कोई तेज़ या अचानक दर्द, झुनझुनी या सुन्नपन। हमें फ़ोन करें।",
       "क्या उम्मीद रखें",
       "बदलाव में लगभग 6 हफ़्ते लगते हैं। इससे कुछ लोगों का कमर दर्द कम हो सकता है। चलते रहें: पूरी योजना "
       "केवल खिंचाव से ज़्यादा मदद करती है।",
       "दायाँ पैर",
       "बायाँ पैर",
       "अभी",
       "हफ़्ता 6 तक संभव",
       "एक दिन छूट गया?",
       "अगले दिन जारी रखें। भरपाई के लिए ज़्यादा न करें।",
       "सवाल? फ़ोन करें",
       "पैरों के बीच सुन्न है, या पेशाब करना कठिन हो गया? आपातकाल जाएँ या 112 पर फ़ोन करें।",
       "आपको चाहिए",
       "पट्टा या तौलिया, चटाई",
       "शुरू",
       "खिंचाव",
       "सेकंड, लगभग",
       "हर दिन। हर बार के बाद 10 सेकंड आराम करें।",
       "हफ़्ता 1",
       "कैसे करें",
       "पीठ के बल लेटें। एक पैर के बीच में पट्टा लगाएँ।",
       "दूसरा पैर सीधा रखें। कमर दुखे तो उसे मोड़ें।",
       "पैर उठाएँ जब तक जाँघ के पीछे हल्का खिंचाव न लगे।",
       "लक्ष्य",
       "जाँघ के पीछे हल्का खिंचाव, 10 में से 2 से 3।",
       "आम गलतियाँ",
       "कूल्हे ज़मीन से उठाना।",
       "पट्टे को झटका देना।",
       {"हफ़्ता", "खिंचाव", "धड़", "हर दिन", "हर हफ़्ते", "टिप्पणी"},
       "एक व्यक्ति के लिए बना। कृपया साझा न करें।",
       "यह पन्ना निदान नहीं है।",
       "पन्ना {page} / {pages}",
       "नमूना क्लिनिक",
       "मीरा शर्मा",
       ""},
      {"zh-Hans",
       "您的家庭训练计划",
       "适合大腿后侧肌肉紧张、坐着或弯腰时腰部酸痛的人。",
       "10 分钟",
       "每天",
       "7 天",
       "每周",
       "第 3 周",
       "我们再次测量",
       "请在白天晚些时候做。",
       "起床后的头 2 小时内不要做。",
       "请按这个顺序做",
       "热身",
       "仰卧拉带伸展",
       "仰卧骨盆倾斜",
       "收紧腹部",
       "分钟",
       "秒",
       "原地走",
       "每条腿，第 2 页",
       "第 3 页",
       "穿宽松的衣服。使用计时器。缓慢呼吸",
       "，始终如此。不要憋气。",
       "应有的感觉",
       "继续",
       "0 到 3",
       "轻微的牵拉感。目标是 10 分中的 2 到 3 分。您可以呼吸和说话。",
       "放松一些",
       "4 到 5",
       "幅度小一些。第二天早上背部还疼吗？做一半并打电话给我们。",
       "停止",
       "6 到 10",
       "如有剧烈或突然的疼痛、刺痛或麻木，请打电话给我们。",
       "可以期待什么",
       "变化大约需要 6 周。它可能会减轻一些人的背痛。请继续走路：整个计划比单做伸展更有帮助。",
       "右腿抬高",
       "左腿抬高",
       "现在",
       "第 6 周时可能达到",
       "漏做了一天？",
       "第二天照常继续。不要多做来补上。",
       "有问题？请打电话",
       "两腿之间麻木，或新出现排尿困难？请去急诊室或拨打 120。",
       "您需要",
       "带子或毛巾，垫子",
       "开始",
       "伸展",
       "秒，抬到大约",
       "每天。每次之后休息 10 秒。",
       "第 1 周",
       "怎么做",
       "仰卧。把带子套在一只脚的中部。",
       "另一条腿放平。如果背痛，就弯曲它。",
       "抬起套着带子的腿，直到大腿后侧有轻微的牵拉感。",
       "目标",
       "大腿后侧轻微的牵拉感，10 分中的 2 到 3 分。",
       "常见错误",
       "把臀部抬离地面。",
       "用力猛拉带子。",
       {"周", "伸展", "躯干", "每天", "每周", "备注"},
       "为一个人制作。请不要分享。",
       "本页不是诊断，如有不清楚请问诊所。",
       "第 {page} 页，共 {pages} 页",
       "示例诊所",
       "王小明",
       ""},
  };
}

Words WordsIn(const std::string& language) {
  for (const Words& words : AllWords()) {
    if (words.language == language) return words;
  }
  throw std::invalid_argument("no sample in " + language);
}

// In the digits of the language.
std::string Digits(const Words& words, const std::string& number) {
  if (words.digits.empty()) return number;
  constexpr size_t kBytes = 2;
  std::string shown;
  for (const char digit : number) {
    const bool is_digit = digit >= '0' && digit <= '9';
    shown += is_digit ? words.digits.substr(kBytes * static_cast<size_t>(digit - '0'), kBytes)
                      : std::string(1, digit);
  }
  return shown;
}

void SayFirstPage(const Words& words, std::vector<Block>& blocks) {
  const auto n = [&words](const char* number) { return Digits(words, number); };
  blocks[0] = PageTitle{words.title, words.sentence, "", ""};
  blocks[1] = Tiles{
      {{words.minutes, words.each_day}, {words.days, words.a_week}, {words.week3, words.measure}}};
  blocks[2] = Notice{true, {Bold(words.later), " " + words.not_early}};
  blocks[3] = Heading{words.order, ""};
  StepRow& row = std::get<StepRow>(blocks[4]);
  const std::string names[] = {words.warm_up, words.strap, words.tilt, words.brace};
  const Amount amounts[] = {{"", n("3"), words.min},
                            {n("4"), n("15"), words.s},
                            {n("10"), n("5"), words.s},
                            {n("10"), n("5"), words.s}};
  const std::string lines[] = {words.walk, words.each_leg, words.page3, words.page3};
  for (size_t i = 0; i < row.steps.size(); ++i) {
    row.steps[i].number = Digits(words, std::to_string(i + 1));
    row.steps[i].name = names[i];
    row.steps[i].amount = amounts[i];
    row.steps[i].line = lines[i];
    row.steps[i].picture.alternative = names[i];
  }
  blocks[5] = Paragraph{{Bold(words.rules), words.never}};
  blocks[6] = Heading{words.feel, ""};
  blocks[7] = TrafficLight{TrafficLight::Form::kBlock,
                           {words.go, words.go_range, words.go_words},
                           {words.ease, words.ease_range, words.ease_words},
                           {words.stop, words.stop_range, words.stop_words}};
  Cards& cards = std::get<Cards>(blocks[8]);
  auto& outlook = std::get<RangeCard>(cards.wide[0]);
  outlook.title = words.expect;
  outlook.text = words.expect_words;
  outlook.bars[0].label = words.right;
  outlook.bars[1].label = words.left;
  outlook.bars[0].values = Digits(words, "60°");
  outlook.bars[1].values = Digits(words, "58°");
  outlook.now_label = words.now;
  outlook.likely_label = words.likely;
  cards.narrow[0] = TextCard{words.missed, {words.missed_words}};
  auto& call = std::get<CallCard>(cards.narrow[1]);
  call.title = words.call;
  call.text = words.emergency;
}

void SaySecondPage(const Words& words, std::vector<Block>& blocks) {
  Instruction& page = std::get<Instruction>(blocks[9]);
  page.number = Digits(words, "2");
  page.name = words.strap;
  page.need_title = words.need;
  page.need = words.need_words;
  page.start.label = words.start;
  page.start.picture.alternative = words.start;
  page.end.label = words.stretch;
  page.end.picture.alternative = words.stretch;
  page.end.picture.figure.angle->label = Digits(words, "60°");
  page.end.picture.figure.angle->goal_label = words.week3 + ": " + Digits(words, "72°");
  const std::string sides[] = {words.right, words.left};
  for (size_t i = 0; i < page.panel.halves.size(); ++i) {
    AmountHalf& half = page.panel.halves[i];
    half.side = sides[i];
    half.picture.alternative = sides[i];
    half.amount = {Digits(words, "4"), Digits(words, "15"), words.s};
    half.below = {words.seconds + " ", Bold(Digits(words, "60°"))};
  }
  page.panel.foot = words.daily;
  page.panel.foot_aside = words.week1;
  page.steps_title = words.how;
  page.steps = {words.step1, words.step2, words.step3};
  page.bars = {{Tone::kTeal, words.aim, {words.aim_words}},
               {Tone::kGray, words.mistakes, {words.mistake1, words.mistake2}, true}};
  Table& table = std::get<Table>(blocks[10]);
  table.head = words.head;
  for (size_t row = 0; row < table.rows.size(); ++row) {
    table.rows[row] = {words.head[0] + " " + Digits(words, std::to_string(row + 1)),
                       Digits(words, "4 × 15 ") + words.s,
                       Digits(words, "10 × 5 ") + words.s,
                       Digits(words, "9 ") + words.min,
                       Digits(words, "420 ") + words.s,
                       words.each_day};
  }
}

}  // namespace

std::vector<std::string> SampleLanguages() {
  std::vector<std::string> languages{"en"};
  for (const Words& words : AllWords()) languages.push_back(words.language);
  return languages;
}

Sheet SampleTwoPagesIn(const std::string& language) {
  Sheet sheet = SampleTwoPages();
  if (language == "en") return sheet;
  const Words words = WordsIn(language);
  sheet.language = language;
  sheet.digits = words.digits;
  sheet.title = words.title;
  sheet.furniture.organization = words.clinic;
  sheet.furniture.organization_line = "";
  sheet.furniture.name = words.person;
  sheet.furniture.name_line = Digits(words, "2026");
  sheet.furniture.footer = {words.footer1, words.footer2};
  sheet.furniture.page_label = words.page;
  SayFirstPage(words, sheet.blocks);
  SaySecondPage(words, sheet.blocks);
  return sheet;
}

Sheet SamplePoster() {
  Sheet sheet = EmptySheet();
  const Sheet pages = SampleHandout(Paper::kA4);
  const StepRow row = std::get<StepRow>(pages.blocks[4]);
  sheet.edition = Edition::kPoster;
  sheet.furniture.organization = sheet.furniture.organization_line = "";
  sheet.furniture.name = sheet.furniture.name_line = "";
  sheet.furniture.page_label = "Fridge sheet";
  sheet.furniture.scan =
      ScanLink{"https://example.org/c/7K3M9T42QXA1", "Scan to tell us\nhow it went"};
  PosterRows rows;
  for (size_t i = 0; i < 3; ++i) {
    const Step& step = row.steps[i];
    rows.rows.push_back({step.picture, step.name, step.amount, i == 1 ? "each leg" : step.line});
  }
  TrafficLight light{TrafficLight::Form::kBlock,
                     {"Go", "0–3", "Mild pull"},
                     {"Ease off", "4–5", "Go less far"},
                     {"Stop", "6–10", "Or sharp pain, tingling"}};
  CallCard call;
  call.title = "Questions? Call us";
  call.number = "555-0142";
  sheet.blocks = {
      PosterTitle{"Every day, 9 minutes", "Alex Sample · Week 1", "Version 1 · June 1, 2026"},
      std::move(rows),
      Paragraph{{Bold("Breathe slowly."), " Never hold your breath.\n", Bold("Missed a day?"),
                 " Just carry on."}},
      light, Cards{{call}, {}}};
  return sheet;
}

Sheet SamplePictures() {
  Sheet sheet = SamplePoster();
  const Sheet pages = SampleHandout(Paper::kA4);
  const auto& page = std::get<Instruction>(pages.blocks[9]);
  const auto& half = std::get<Instruction>(pages.blocks[11]);
  PictureStep stretch{
      page.start.picture, page.end.picture, 4, "15", 3, "4 times 15 seconds, 3 minutes"};
  stretch.end.figure.angle.reset();
  const PictureStep tilt{half.start.picture, half.end.picture, 10, "5", 0, "10 times 5 seconds"};
  Cards call = std::get<Cards>(sheet.blocks.back());
  std::get<CallCard>(call.wide[0]).title = "";
  sheet.furniture.page_label = "";
  sheet.blocks = {stretch, tilt, call};
  return sheet;
}

namespace {

TrajectoryChart SampleChart() {
  TrajectoryChart chart;
  for (int week = 0; week <= 12; ++week) {
    const double gain = 14 * (1 - std::exp(-week / 4.0));
    chart.points.push_back(
        {static_cast<double>(week), 60 + gain, 60 + gain * 0.65, 60 + gain * 1.35});
  }
  chart.times = {{3, "week 3"}, {6, "week 6"}, {12, "week 12"}};
  chart.values = {{60, "60°"}, {70, "70°"}, {80, "80°"}};
  chart.threshold = TrajectoryChart::Tick{67, "real change: 67° (SLR MDC 7°)"};
  chart.mark = TrajectoryChart::Tick{6, "70.9° (67.1–74.7)"};
  chart.alternative = "Expected leg raise by week, from 60 to 74 degrees.";
  return chart;
}

}  // namespace

Sheet SampleClinicianSheet() {
  Sheet sheet = EmptySheet();
  sheet.edition = Edition::kClinician;
  sheet.furniture.organization_line = "Clinician’s sheet · not for the patient";
  Table findings;
  findings.widths = {2.6, 1, 1, 1.4};
  findings.head = {"Measure", "Right", "Left", "Band"};
  findings.rows = {{"AKE deficit (0 = straight)", "41°", "42°", "MODERATE"},
                   {"SLR, limited by thigh pull", "60°", "58°", "MODERATE"},
                   {"Pain at rest / activity (NRS)", "2 / 5", "", ""}};
  Table rules;
  rules.widths = {1, 3.6, 6};
  rules.head = {"Rule", "Because", "Effect"};
  rules.rows = {{RichText{Bold("S-39")}, "Flexion-provoked low-back pain",
                 "MODIFY: no spine flexion at end range or under load"},
                {"All other", "59 rules checked, none fired.", ""}};
  rules.tags = true;
  Table program;
  program.widths = {2.6, 1.3, 1.3, 1.3, 3};
  program.head = {"Item", "Week 1", "Week 3", "Week 6", "Why this one"};
  program.rows = {{RichText{Bold("HS-02"), " Doorway stretch, both"}, "4 × 15 s x 7 d", "3 × 25 s",
                   "2 × 30 s", "First choice for LBP: spine supported, cannot round."}};
  Table again;
  again.widths = {1, 4};
  again.head = {"When", "What"};
  again.rows = {{RichText{Bold("Week 3")}, "AKE, SLR both legs; technique; safety."}};
  sheet.blocks = {
      PageTitle{"Program and reasons", "", "", "Pathway LBP · 45 y · assessed June 1, 2026"},
      Sections{{{"Findings", {findings, SmallPrint{"Tight compared with young adults."}}},
                {"Expected, right SLR", {SampleChart(), SmallPrint{"Band, not a promise."}}}}},
      Sections{{{"Rules fired", {rules}}}},
      Sections{{{"Program", {program}}}},
      Sections{{{"Re-measure", {again}},
                {"Overrides and limits",
                 {Paragraph{"Overrides: none. Edits: none."},
                  FramedNote{{Bold("Design rules in this program need your judgment:"),
                              " h0, volume clamp, gates, bands."}}}}}},
      Heading{"Sources", ""},
      SmallPrint{"R05 AKE norms · R31, R32 equal total hold time"}};
  return sheet;
}

Sheet SampleWhy() {
  Sheet sheet = EmptySheet();
  sheet.blocks = {
      PageTitle{"Why stretch, and why gently",
                "Three muscles run down the back of each thigh, from the sit bone to just below "
                "the knee.",
                "", ""},
      MuscleDrawing{"sit bone", "semitendinosus", "semimembranosus", "biceps femoris",
                    "just below the knee", "Back of one thigh with its three muscles."},
      Heading{"What they can do to your back", ""},
      PelvisPair{{"Pelvis tipped back", "The low back goes flat, most of all when you bend or sit.",
                  "Pelvis tipped back, low back flat."},
                 {"Pelvis level", "The low back keeps its natural curve.",
                  "Pelvis level, low back curved."}},
      Notice{false,
             {"Tight hamstrings ", Bold("can"),
              " tip your pelvis back and flatten your low back. They are one of several things "
              "linked with back pain."}}};
  return sheet;
}

Sheet SampleLargePrint() {
  Sheet sheet = SampleHandout(Paper::kA4);
  sheet.edition = Edition::kLargePrint;
  return sheet;
}

}  // namespace ischia::document
