const words = (list: string): string[] => list.split('|').map((word) => word.replace(/\s+/g, ' ').trim());

const WARNINGS =
  words(`caution|warning|attention|achtung|vorsicht|warnung|hinweis|avertissement|mise en garde|prudence|precaución|advertencia|
  atención|aviso|atenção|cuidado|alerta|attenzione|avviso|avvertenza|let op|waarschuwing|opgelet|pas op|varning|advarsel|forsiktig|varoitus|huomio|uwaga|ostrzeżenie|pozor|upozornění|varování|
  внимание|осторожно|предупреждение|注意|警告|تحذير|تنبيه`);
const THIS = words(`this|diese|dieses|ce|cet|cette|este|esta|esse|essa|questo|questa|dit|deze|
  detta|denne|dette|tämä|ta|to|tento|tato|это|данное`);
const MAIL = words(
  `e-mail|email|mail|message|nachricht|courriel|courrier|mensaje|correo|correo electrónico|mensagem|messaggio|bericht|
  e-postmeddelande|meddelande|mejl|besked|e-post|e-posten|meldingen|sähköposti|viesti|wiadomość|zpráva|письмо|сообщение`,
);
const THIS_MAIL = words(`هذه الرسالة|هذا البريد`);
/** It comes, or was sent. */
const COMES =
  words(`comes|came|originated|originates|is|was|has been|kommt|stammt|kam|wurde|ist|provient|vient|a été|procede|proviene|viene|se envió|
  se ha enviado|se originó|se ha originado|fue|ha sido|è|foi|veio|vem|provém|se originou|komt|werd|kommer|har skickats|skickades|er sendt|on lähetetty|
  pochodzi|została wysłana|pochází|přišla|přišel|пришло|отправлено|поступило|получено|واردة|وارد|مرسلة|مرسل|من`);
/** From where: a person says to whom a mail goes, a gateway where it is from. */
const FROM = words(`from|von|aus|de|d|du|depuis|par|desde|por|da|dal|dall|do|van|door|från|fra|od|z|ze|от|с|из|من`);
/** Where a language says "from outside" in one word, or behind what it is outside of. */
const FROM_OUTSIDE_OURS = words(
  `spoza organizacji|spoza firmy|spoza naszej organizacji|mimo organizaci|mimo společnost|извне организации|organisaation ulkopuolelta`,
);
/** In one piece: Japanese puts no space between words. */
const OF_THIS_MAIL = words(`このメールは|この電子メールは|このメッセージは`);
/** It stands behind its place. */
const FROM_THERE = words(`から|より`);
const OUT = words(
  `outside|außerhalb|extérieur|exterior|fuera|fora|esterno|buiten|utanför|utenfor|uden for|udenfor|組織外|社外|خارج`,
);
const OUTSIDE = [
  ...OUT,
  ...words(`external|extern|externe|externen|externer|externem|externo|externa|esterna|esterni|ekstern|eksternt|
    externího|externí|zewnętrznego|внешнего|внешний|外部|خارجي|خارجية`),
];
const ORGANISATIONS =
  words(`organization|organisation|company|unternehmen|unternehmens|firma|entreprise|société|organisme|organización|empresa|compañía|
  organizzazione|azienda|organisatie|bedrijf|organização|organisationen|organisasjonen|organisaation|
  organizacji|firmy|organizace|společnosti|организации|компании|組織|会社|المؤسسة|المنظمة|الشركة`);
/** A mail, or its sender, as it stands beside "external". */
const EXTERNAL_MAIL =
  words(`external email|external e-mail|external mail|external message|external sender|externe e-mail|externe mail|externe nachricht|
  externer absender|externe afzender|extern bericht|e-mail externe|courriel externe|message externe|expéditeur externe|correo externo|mensaje externo|
  remitente externo|mensagem externa|e-mail externo|email externo|remetente externo|e-mail esterna|email esterna|mail esterna|messaggio esterno|
  mittente esterno|社外メール|社外からのメール|外部メール|外部からのメール|外部送信者|بريد خارجي|رسالة خارجية|مرسل خارجي`);
const TAGS = words(`external|extern|externe|externo|esterno|社外|外部|خارجي`);
const ADVICE =
  words(`link|links|attachment|attachments|anhänge|anlagen|liens|pièces jointes|enlaces|adjuntos|archivos|collegamenti|allegati|
  koppelingen|bijlagen|anexos|リンク|添付|الروابط|المرفقات`);
/** What somebody who reads it is told to do, or not to do. */
const TOLD = words(`be careful|beware|do not|don't|never|think before|verify|vorsicht|bitte prüfen|nicht|
  prudence|ne|vérifiez|precaución|cuidado|no|verifique|attenzione|non|verificare|não|voorzichtig|niet|controleer`);
/** With what; whoever is told of anything else is told by a person. */
const WITH =
  words(`click|clicking|opening|file|files|sender|identity|klicken|absender|cliquez|expéditeur|clic|remitente|mittente|
  remetente|klik|klikken|afzender`);
/** Enough by itself. */
const CAUTION = words(`use caution|exercise caution`);
/** It was sent: a gateway says that of this mail, and a person that he sends it. */
const ARRIVED = words(
  `送信されました|送信されています|送信されたものです|送られました|送られています|送られてきました|発信されました|発信されています|届きました|届いています|
  のメールです|のものです`,
);
const CARE_LATER = words(`注意|開く前に|開かない|クリックしない`);
const WITH_LATER = words(`リンク|添付|送信者`);

/** What gateways say in these words says nothing about anybody. */
export const GATEWAY_WORDS = [
  ...[
    WARNINGS,
    THIS,
    MAIL,
    THIS_MAIL,
    COMES,
    FROM,
    FROM_OUTSIDE_OURS,
    OF_THIS_MAIL,
    FROM_THERE,
    OUTSIDE,
    ORGANISATIONS,
    EXTERNAL_MAIL,
    TAGS,
    ADVICE,
    TOLD,
    WITH,
    CAUTION,
    ARRIVED,
    // In one piece: from an iPhone it was sent, too, and the longest is kept.
    FROM_THERE.flatMap((from) => ARRIVED.map((arrived) => from + arrived)),
    CARE_LATER,
    WITH_LATER,
  ].flat(),
];

const oneOf = (list: readonly string[]): string => `(?:${list.join('|')})`;
const ENDS = '(?!\\p{L})';
/** In brackets, as it stands in the subject of such mail. */
const tag = `(?:(?<=[[(【])${oneOf(TAGS)}[\\])】]\\s{0,3})?`;
const warning = `${oneOf(WARNINGS)}\\P{L}{1,6}`;
const thisMail = `(?:${oneOf(THIS)} ${oneOf(MAIL)}${ENDS}|${oneOf(THIS_MAIL)})`;
/**
 * At most two words stand between: "from someone outside", "d'un expéditeur externe". It may originate outside, too; in
 * Arabic the verb may be missing.
 */
const from = `(?<!\\p{L})(?:${oneOf(FROM)}['’ ]{1,2}(?:\\p{L}{1,20}['’ ]){0,2}?|(?<=origin\\p{L}{1,4} |من ))`;
const comesFrom = (where: readonly string[]): string =>
  `(?:${thisMail}.{0,12}?(?<!\\p{L})${oneOf(COMES)}${ENDS}.{0,30}?${from}${oneOf(where)}${ENDS}|` +
  `${oneOf(OF_THIS_MAIL)}.{0,20}?${oneOf(where)}.{0,12}?${oneOf(FROM_THERE)})`;

/**
 * The shapes in which gateways say that a mail comes from elsewhere; whatever an administrator wrote, it is nearly
 * always one of these.
 */
const SHAPES = [
  `${warning}${comesFrom(OUTSIDE)}`,
  `${warning}${oneOf(EXTERNAL_MAIL)}(?=\\s{0,3}(?:$|です|[\\p{P}\\p{S}]))`,
  `${comesFrom(OUT)}.{0,20}?${oneOf(ORGANISATIONS)}`,
  `(?:${warning})?${thisMail}.{0,12}?(?<!\\p{L})${oneOf(COMES)}${ENDS}.{0,30}?(?<!\\p{L})${oneOf(FROM_OUTSIDE_OURS)}${ENDS}`,
  `${oneOf(EXTERNAL_MAIL)}\\s{0,2}[\\])】:：.!|–—-](?:.{0,80}?${oneOf(CAUTION)}|(?=.{0,200}?(?<!\\p{L})${oneOf(TOLD)}${ENDS}).{0,200}?(?<!\\p{L})${oneOf([...ADVICE, ...WITH])})`,
  `(?<=[[(【<*])${oneOf([...EXTERNAL_MAIL, ...TAGS])}\\P{L}{0,3}$`,
  // In Japanese, without a warning before it.
  `${oneOf(OF_THIS_MAIL)}.{0,20}?${oneOf(OUTSIDE)}.{0,12}?${oneOf(FROM_THERE)}${oneOf(ARRIVED)}${ENDS}`,
  `${oneOf(EXTERNAL_MAIL)}です。.{0,60}?${oneOf(WITH_LATER)}.{0,60}?${oneOf(CARE_LATER)}`,
  `※\\s?${oneOf(EXTERNAL_MAIL)}です\\P{L}{0,3}$`,
].map((shape) => new RegExp(`^\\P{L}{0,6}${tag}${shape}`, 'u'));

/** Somebody says what they did or asks something: nobody's banner. */
export const PERSON =
  /(?<!\p{L})(?:i|i['’](?:m|ve|ll|d)|me|my|ich|mir|mich|mein|meine|je|j['’]ai|mon|ma|mes|yo|eu|io|ik|mijn|jag|mig|mitt|jeg|meg|minä|minulle|mnie|jestem|jsem|я|мне|меня)(?!\p{L})|[?？]/iu;

/** What each of the shapes has somewhere: nearly every line has none, and that is found out at once. */
const OUTWARD = new RegExp(oneOf([...OUTSIDE, ...FROM_OUTSIDE_OURS]), 'u');

/** Whether a line, in lower case, is the banner of a gateway above mail that comes from outside. */
export const isExternalBanner = (line: string): boolean =>
  OUTWARD.test(line) && SHAPES.some((shape) => shape.test(line)) && !PERSON.test(line);

const FRAME = '[*=#~+!<>_-]{2,20}';
/** Between signs, with a space on both sides as emphasis in Markdown has none; or alone and in capitals. */
const FRAMED = new RegExp(`^\\s{0,8}${FRAME}\\s{1,4}${oneOf(EXTERNAL_MAIL)}\\s{1,4}${FRAME}\\s{0,8}$`, 'iu');
/** "=== External ===" is a heading that a person writes. */
const SHOUTED =
  /^\s{0,8}(?:\*{0,2}EXTERNAL (?:E-?MAIL|MAIL|MESSAGE|SENDER)\*{0,2}|\*{2,20}\s{1,4}EXTERN(?:AL|E|O)?\s{1,4}\*{2,20})\s{0,8}$/;

/** Whether a line, as it stands there, is nothing but the tag of a gateway for mail that comes from outside. */
export const isExternalTag = (line: string): boolean => FRAMED.test(line) || SHOUTED.test(line);

/** Where Microsoft 365 explains, in every language, that a sender is new. */
export const NEW_SENDER = /(?:https?:\/\/)?aka\.ms\/LearnAboutSenderIdentification/i;

/** Proofpoint marks where its banner begins and ends. */
export const MARKED = { start: 'ZjQcmQRYFpfptBannerStart', end: 'ZjQcmQRYFpfptBannerEnd' } as const;
