import { listed, oneOf } from './listed.js';

/**
 * The verb of "Ada wrote:" as clients translate it. A verb of several words may have others between, so one word of it
 * stands here.
 */
export const WRITING_VERBS =
  listed(`wrote|writes|schrieb|schrieben|geschrieben|écrit|ecrit|escribió|escribio|escrito|escreveu|scritto|scrisse|schreef|
  geschreven|skrev|skrifaði|kirjoitti|kirjutas|napisał|napisała|napisał(a)|napísal|napísala|napsal|napsala|napsal(a)|napisao|napisala|napisal|
  piše|rašė|parašė|rakstīja|írta|yazdı|yazmış|έγραψε|scris|написа|написал|написала|написал(а)|написав|написала|пишет|писал|писав|пише|viết|menulis|
  pisze|je napisao|je napisala|je napisal|je napisao/la|napisao/la|napisao je|napisala je|је написао|је написао/ла|написао/ла|написала|напиша|shkroi|ka shkruar|
  escribiu|va escriure|ha escrit|idatzi du|idatzi zuen|ysgrifennodd|geskryf|skryf|aliandika|ameandika|sinulat|isinulat|scríobh|kitbet|yazıb|yozdi|жазды|жазған|
  напісаў|напісала|դրել է|գրել է|დაწერა|წერს|เขียนว่า|เขียน|כתב|כתבה|כתב/ה|נכתב|كتب|كتبت|كتابة|نوشت|نوشته است|نے لکھا|لکھا|लिखा|लिहिले|লিখেছেন|লিখেছে|எழுதியது|
  எழுதினார்|రాశారు|వ్రాసారు|എഴുതി|ಬರೆದಿದ್ದಾರೆ|લખ્યું|ਲਿਖਿਆ|ले लेख्नुभयो|写道|寫道|님이 작성|작성|썼습니다|쓴 글|書きました|のメッセージ|のメール`);

/** How an attribution begins where it begins with a word. A date has to follow soon. */
export const OPENERS =
  listed(`on|at|le|am|el|op|em|den|il|il giorno|in data|w dniu|dnia|dne|dňa|på|kl|la|în|pe|в|у|на|στις|tarihinde|pada|vào|
  vào lúc|dana|дана|dňa|kuupäev|mnamo|noong|ar|þann|më|në|në datë|missatge de|no dia|às|o|در|در تاریخ|بتاریخ|เมื่อ|ในวันที่|v|ha|ngày|em|a|i|le jour|فى|في|ב|בתאריך|当|於|在|el día|on the`);

const SOMEBODYS =
  oneOf(`my|your|our|his|her|their|me|us|you|mein|meine|meiner|ihr|ihre|ihrer|dein|deine|unser|unsere|mir|uns|ihnen|mon|ma|votre|vos|
  notre|nos|leur|vous|nous|mi|su|sus|nuestro|nuestra|meu|minha|seu|sua|nosso|nossa|mio|mia|suo|vostro|vostra|mijn|uw|onze|jullie|
  mitt|din|vår|vores|jeres|deres|mój|moja|pana|państwa|wasz|nam|můj|moje|váš|vaše|náš|môj|ваш|ваша|мой|моя|наш|нам|мне|вам|мій|твій|мені|
  meni|vaš|naš|bana|size|sizin|bizim`);

/**
 * "On 12 March 2026 your colleague wrote:" is told: clients name somebody, and nobody's name has such a word in small
 * letters.
 */
export const TOLD = new RegExp(`(?<=[\\s,])(?:${SOMEBODYS}(?=[\\s:])|[mn]['’](?:a|ha|avez)(?=\\s))`, 'u');

/** What stands between dashes above a quoted or forwarded mail. */
export const ORIGINAL_MESSAGE =
  listed(`original message|original mail|original appointment|ursprüngliche nachricht|originalnachricht|original-nachricht|message d'origine|
  message d’origine|message original|message initial|mensaje original|mensagem original|messaggio originale|oorspronkelijk bericht|origineel bericht|
  oprindelig besked|oprindelig meddelelse|original besked|opprinnelig melding|opprinnelig e-post|ursprungligt meddelande|originalmeddelande|
  alkuperäinen viesti|wiadomość oryginalna|oryginalna wiadomość|původní zpráva|původní e-mail|pôvodná správa|eredeti üzenet|исходное сообщение|
  оригинальное сообщение|пересылаемое сообщение|оригінальне повідомлення|αρχικό μήνυμα|orijinal ileti|orijinal mesaj|özgün ileti|mesaj original|mesajul original|
  izvorna poruka|pesan asli|thư gốc|tin nhắn gốc|ข้อความต้นฉบับ|הודעה מקורית|الرسالة الأصلية|رسالة أصلية|元のメッセージ|原始邮件|原始郵件|原始信件|邮件原件|
  missatge original|mensaxe orixinal|jatorrizko mezua|originalna poruka|оригинална порука|оригинална порака|izvirno sporočilo|pradinis laiškas|sākotnējais ziņojums|algne sõnum|
  algsõnum|upprunaleg skilaboð|neges wreiddiol|mesazhi origjinal|mesej asal|oorspronklike boodskap|ujumbe asili|orihinal na mensahe|оригинално съобщение|
  پیام اصلی|मूल संदेश|मूळ संदेश|মূল বার্তা|அசல் செய்தி|اصل پیغام|арыгінальнае паведамленне|
  원본 메시지|원본메시지|원본 메일|원본 이메일|forwarded message|begin forwarded message|reply message|replied message|回复的原邮件|回復的原郵件|weitergeleitete nachricht|message transféré|mensaje reenviado|
  mensagem encaminhada|messaggio inoltrato|doorgestuurd bericht|转发的邮件|轉寄的郵件|転送されたメッセージ|전달된 메시지|
  début du message transféré|début du message réexpédié|anfang der weitergeleiteten nachricht|inicio del mensaje reenviado|inizio messaggio inoltrato|
  begin doorgestuurd bericht|início da mensagem reencaminhada|início da mensagem encaminhada|vidarebefordrat brev|start på videresendt besked|
  välitetty viesti alkaa|początek przekazywanej wiadomości|začátek přeposílané zprávy|začiatok preposlanej správy|начало переадресованного сообщения|
  начало пересылаемого сообщения|下面是被转发的邮件|以下是轉寄的郵件`);
