import { plain } from '../words.js';
import { isOfProgram, PROGRAMS, withoutProgramLink } from './programs.js';

/** Device and program lines that mobile clients add, whole line, without the full stop. `X` stands for up to six words. */
const MOBILE_LINES = `sent from X|sent from my X|sent via X|sent using X|sent with X|get X for ios|get X for android|get X for mobile|get X for mac|
  von meinem X gesendet|von meinem/meiner X gesendet|von samsung X gesendet|gesendet mit der mobilen X|gesendet mit der web.de X|gesendet mit der gmx X|
  gesendet von X|gesendet mit X|gesendet aus X|diese nachricht wurde von meinem X gesendet|envoyé de X|envoyé de mon X|envoyé depuis X|
  envoyé à partir de X|envoyé avec X|télécharger X pour ios|enviado desde X|enviado de X|enviado do X|enviado do meu X|enviado via X|enviado a partir do X|
  obtener X para ios|obter o X para ios|inviato da X|inviato dal X|ottieni X per ios|verzonden vanaf X|verstuurd vanaf X|verzonden met X|outlook voor X downloaden|
  skickat från X|sendt fra X|sendt via X|lähetetty X|wysłane z X|wysłano z X|pobierz X dla ios|odesláno z X|odoslané z X|küldve X|elküldve X|Xról küldve|Xről küldve|отправлено с X|
  отправлено из X|надіслано з X|στάλθηκε από X|εστάλη από X|αποστολή από X|простите за краткость, создано в X|von yahoo mail auf X gesendet|X gönderildi|trimis de pe X|poslano z X|poslano s X|dikirim dari X|được gửi từ X|ส่งจาก X|נשלח מ X|נשלח מה-X|נשלח מה X|נשלח מ-X|أُرسلت من X|مرسل من X|مُرسل من X|
  أرسلت من X|تم الإرسال من X|Xから送信|X から送信|スマホから送信|スマートフォンから送信|携帯から送信|来自钉钉专属商务邮箱|来自我的X|来自我的 X|
  发自我的 X|发自我的X|发自 X|从我的 X 发送|从 windows 版邮件发送|從 windows 版郵件傳送|從我的 X 傳送|從我的X傳送|从我的X发送|나의 X에서 보냄|내 X에서 보냄|X에서 보냄|dihantar daripada X|dihantar dari X|đã gửi từ X|
  gửi từ X|enviat des del meu X|enviat des de X|skrifað með X|saadetud minu X|išsiųsta iš X|nosūtīts no X|az X készülékemről küldve|az X küldve|изпратено от X|послато са X|
  ارسال شده از X|मेरे X से भेजा गया|sent via the samsung X|ارسالشده از X|trimis din outlook pentru X|von unterwegs gesendet|provenance : courrier pour X|verzonden vanuit mail voor X|skickades från e-post för X|
  отправлено из приложения «почта» для X|отправлено из приложения "почта" для X|надіслано з програми "пошта" для X|发自X手机|发自网易邮箱大师|发自 网易邮箱大师|
  네이버 메일앱에서 보낸 메일입니다|yahoo mail: search, organize, conquer|outlook für X beziehen|holen sie sich outlook für X|télécharger outlook pour X|obtenir outlook pour X|
  obtener outlook para X|obter o outlook para X|ottieni outlook per X|scarica outlook per X|hämta outlook för X|hent outlook til X|pobierz outlook dla X`;

/**
 * As the ones above; but only of what is known to be a device or a program: so people tell as well who has sent what,
 * and from where.
 */
const KNOWN_LINES = `inviato con X|enviado con X|enviado com X|poslato sa X|poslato s X|poslano iz X|sent úr X|sent með X|nire X bidalia|anfonwyd o fy X|
  seolta ó mo X|seolta ó m'X|seolta ó m’X|ipinadala mula sa X|gestuur vanaf my X|X құрылғымнан жіберілді|X құрылғысынан жіберілді|менің X жіберілді|испратено од мојот X|
  адпраўлена з майго X|dërguar nga X im|ուղարկվել է իմ X|გაგზავნილია ჩემი X|миний X илгээв|миний X илгээсэн|imetumwa kutoka kwa X yangu|imetumwa kutoka X yangu|
  আমার X থেকে পাঠানো|আমার X থেকে পাঠানো হয়েছে|எனது X அனுப்பப்பட்டது|میرے X سے بھیجا گیا|माझ्या X पाठवले|enviado desde o meu X|enviado dende o meu X`;

/** "My" and articles, which stand before what a line names. */
const POSSESSIVES = `my|mein|meinem|meiner|mon|ma|mi|meu|minha|o|mio|mia|il mio|mijn|min|mitt|mit|mojego|mojej|mého|môjho|mog|mojega|aking|az|to|το|mana|mano|
  τη|την|моего|моей|мого|моєї|моя|моят|ال|الـ`;
/** What it is, before its name. */
const THINGS = `device|gerät|dispozitivul meu|appareil|appareil mobile|téléphone|dispositivo|dispositivo mobile|dispositivo móvil|móvil|celular|telemóvel|smartphone|toestel|
  apparaat|mobiltelefon|telefon|enhet|enhed|puhelimesta|urządzenia|telefonu|zařízení|zariadenia|устройства|смартфона|телефона|телефону|пристрою|
  мобильной|мобильного приложения|приложения|aplikacji|aplikacji mobilnej|aplikace|mobilní aplikace|la messagerie sécurisée|
  l'email sicura|l’email sicura|el correo seguro de|o e-mail seguro|o email seguro`;
/** A telephone that has no name. */
const PHONES = `phone|mobile|mobile phone|mobile device|cell|cell phone|cellphone|smartphone|tablet|handy|mobiltelefon|téléphone|téléphone portable|
  portable|móvil|teléfono|celular|telemóvel|telefone|cellulare|telefono|telefonino|telefoon|mobiel|mobieltje|telefonu|telefon|mobil|mobilen|
  mobilu|puhelimesta|telefonom|mobiltelefonomról|телефона|смартфона|мобильного|телефону|κινητό|κινητό μου|آیفون|آیفون من|
  手机|手機|华为手机|小米手机|荣耀手机|红米手机|三星手机`;

const listed = (table: string): string[] => table.split('|').map((words) => words.trim());
const oneOf = (table: string): string => `(?:${listed(table).join('|')})`;

/** What mobile lines name is a product: a capital letter, or a small one before it. "Sent from my desk" is a sentence. */
const PRODUCT = String.raw`(?:\/e\/(?=OS)|[\p{Lu}\d]|\p{Ll}{1,2}-?\p{Lu}|(?:vivo|realme)(?= smartphone|手机|$))(?:[^.!?,;:]|\.(?=(?:DE|de|com|ru|fr|pl|cz)\b|Почт)){0,50}`;
const NAMED = new RegExp(
  `^(?:${oneOf(POSSESSIVES)} ?)?(?:(?:${oneOf(THINGS)} )?${PRODUCT}|${oneOf(PHONES)}|der ${PRODUCT}[ -][Aa]pp)$`,
  'u',
);

const OWNED = new RegExp(`^(?:${oneOf(POSSESSIVES)} |${oneOf(THINGS)} |${oneOf(PHONES)}$)`, 'u');

const fixed = (text: string): string =>
  [...text]
    .map((one) =>
      /\p{L}/u.test(one) ? `[${one.toLowerCase()}${one.toUpperCase().slice(0, 1)}]` : one.replace(/[.()]/g, '\\$&'),
    )
    .join('');

/** One pattern of all that are alike: asking each of them of each line takes most of the time of a short mail. */
const patternOf = (lines: readonly string[]): string => `(?:${lines.map(fixed).join('|')})`;
const partsOf = (table: string): [head: string, tail?: string][] =>
  listed(table).map((line) => line.split('X') as [head: string, tail?: string]);
const LINES = partsOf(`${MOBILE_LINES}|${KNOWN_LINES}`);
const ONLY_KNOWN = new RegExp(
  partsOf(KNOWN_LINES)
    .map(([head, tail = '']) => `^${fixed(head)}.*${fixed(tail)}$`)
    .join('|'),
  'u',
);
/** What stands before the name alone, and longer than what it begins with. */
const HEADS = LINES.flatMap(([head, tail]) => (tail === '' ? [head] : [])).toSorted(
  (one, other) => other.length - one.length,
);
const HEAD = new RegExp(`^${patternOf(HEADS)}`, 'u');
const TAILS = LINES.flatMap(([head, tail]) => (head === '' && tail ? [tail] : []));
const BEFORE_TAIL = new RegExp(`^${PRODUCT}${patternOf(TAILS)}$`, 'u');
const AROUND = new RegExp(
  LINES.flatMap(([head, tail]) => {
    if (tail === undefined) return [`^${fixed(head)}$`];
    return head !== '' && tail !== '' ? [`^${fixed(head)}${PRODUCT}${fixed(tail)}$`] : [];
  }).join('|'),
  'u',
);
const MAX_MOBILE_LINE = 100;
/**
 * What carriers and programs put beside the name: "my Verizon, Samsung Galaxy smartphone", "Work (www.example.com)",
 * "BlackBerry - the most secure mobile device - via the Example Network", "my mobile device - managed by Example".
 */
const BESIDE =
  /,(?= (?:an? )?\p{Lu}[^,]{2,50} (?:smartphone|phone|tablet|device)\.?$)| \(www\.[\w.-]{3,60}\)(?=\.?$)| - the most secure mobile device(?: - via the [^.!?]{2,40} Network)?(?=\.?$)|(?:,| [-–]) (?:managed|secured|protected) by \p{Lu}[^.!?,]{1,40}(?=\.?$)|; enjoy secure (?:&|and) ad-free e-?mails:?(?=\.?$)/u;
/** Every line is asked, and most have neither. */
const withoutBeside = (line: string): string => (/[,;)–]| - /.test(line) ? line.replace(BESIDE, '') : line);

const PLEAS = `excuse|pardon|forgive|apologies for|sorry for|entschuldigen|entschuldigen sie|entschuldige|verzeihen|verzeihen sie|verzeihe|
  veuillez excuser|merci d'excuser|merci d’excuser|excusez|disculpe|disculpa|disculpen|perdone|perdón|desculpe|scusate|scusa|perdonate|excuseer|
  ursäkta|unnskyld|undskyld|pahoittelut|omluvte|wybaczcie|wybacz|proszę wybaczyć|прошу прощения за|извините за|простите за|вибачте за|
  vă rog să-mi scuzați|scuzați|vabandage|vabandust`;
const BEFORE_PLEAS = 'so|and|und|please|kindly|bitte|por favor,?|prosím,?|proszę';
const BEFORE_FAULTS =
  'the|my|any|all|bitte|die|eventuelle|etwaige|mögliche|la|ma|les|mes|las|los|mi|a|os|minha|gli|eventuali|de|min|mou|moji';
const FAULTS = `brevity|typo|typos|errors|spelling|mistakes|misspellings|autocorrect|kürze|tippfehler|schreibfehler|rechtschreibfehler|fehler|
  brièveté|concision|fautes|coquilles|brevedad|errores|faltas|brevidade|erros|brevità|errori|beknoptheid|typefouten|tikfouten|fåordighet|
  kortfattethet|kortfattethed|vähäsanaisuudestani|stručnost|zwięzłość|краткость|стислість|concizia|kokkuvõtlikkuse pärast`;
const BETWEEN_FAULTS = ',|and|or|&|und|oder|et|ou|y|o|e|en|of';
/**
 * What people have their phones ask for, behind the line of the device or below it; and nothing else, which they would
 * have typed.
 */
const EXCUSE = new RegExp(
  String.raw`^(?:${oneOf(BEFORE_PLEAS)} ){0,3}${oneOf(PLEAS)} (?:${oneOf(BEFORE_FAULTS)} ){0,2}(?:\p{L}+ )?${oneOf(FAULTS)}(?:,? ?${oneOf(BETWEEN_FAULTS)} (?:\p{L}+ )?${oneOf(FAULTS)}){0,3}(?: (?:in|of) (?:this|the|my) (?:e-?mail|mail|message|reply))?[.!]?$`,
  'iu',
);
const MAX_EXCUSE = 100;

export const isExcuse = (line: string): boolean => line.length <= MAX_EXCUSE && EXCUSE.test(plain(line));

/** "Sent from my phone. Please excuse brevity": anchored, so that of other sentences hardly anything is looked at. */
function withoutExcuse(line: string): string {
  const at = line.search(/[.,;!] | [-–—] /);
  return at > 0 && EXCUSE.test(line.slice(at).replace(/^[^\p{L}]+/u, '')) ? line.slice(0, at) : line;
}

/**
 * By its first characters, or by one that is not of ASCII: all lines that begin with the name have one. Most lines have
 * neither.
 */
const KEY = 4;
const BEGINNINGS = new Set(LINES.flatMap(([head]) => (head === '' ? [] : [head.slice(0, KEY)])));
const mayBeMobile = (line: string): boolean =>
  BEGINNINGS.has(line.slice(0, KEY).toLowerCase()) || /[^ -Z\\^-~]/.test(line);

/** Whether a line is what a device adds below what a person types. Takes the line as `plain` gives it. */
export function isMobileLine(line: string): boolean {
  if (line === '' || line.length > MAX_MOBILE_LINE || !mayBeMobile(line)) return false;
  const bare = withoutBeside(withoutExcuse(line.includes('!') ? line.replace(/(?<=yahoo)!/i, '') : line))
    // Some put the name between quotation marks. All of the line between them is what somebody cites.
    .replace(/[[\]]|(?!^)[„“]/g, '')
    .replace(/[.。]$/, '')
    .trim();
  return isPatterned(bare) && (!ONLY_KNOWN.test(bare) || KNOWN.test(bare));
}

function isPatterned(bare: string): boolean {
  const head = HEAD.exec(bare)?.[0];
  if (head !== undefined && NAMED.test(bare.slice(head.length))) return true;
  return AROUND.test(bare) || (TAILS.some((tail) => bare.endsWith(tail)) && BEFORE_TAIL.test(bare));
}

/** What most devices and programs are called, or have in their names. */
const KNOWN = new RegExp(
  `\\/e\\/os|mail|phone|iphon|pad|tablet|mobil|device|android|ios\\b|windows|galaxy|samsung|huawei|xiaomi|redmi|pixel|oneplus|motorola|nokia|sony|xperia|blackberry|desktop|laptop|mac|gmx|web\\.de|zimbra|notes|nine|boxer|front|missive|hey|${PROGRAMS.join('|')}`,
  'i',
);

/** It names no device. */
const ON_THE_WAY = /^von unterwegs gesendet\.?$/i;

/** Whether a line of a device may as well be an answer: "Sent via DHL". Takes the line as it stands in the text. */
export const mayBeSaid = (text: string): boolean => {
  const line = plain(text);
  const head = HEAD.exec(line)?.[0];
  if (head === undefined) return ON_THE_WAY.test(line);
  return !KNOWN.test(line) && !OWNED.test(line.slice(head.length));
};

/** Whether a line, as it stands in the text, is what a device or a program adds below what a person types. */
export const isClientLine = (text: string): boolean =>
  isMobileLine(plain(text)) ||
  (text.includes('://') && (isOfProgram(text) || isMobileLine(plain(withoutProgramLink(text.trim())))));

/** What devices write, in every language. */
export const DEVICE_WORDS: readonly string[] = [
  ...[MOBILE_LINES, KNOWN_LINES, POSSESSIVES, THINGS, PHONES, BEFORE_PLEAS, PLEAS, BEFORE_FAULTS, FAULTS].flatMap(
    (table) => table.replaceAll('X', ' ').split('|'),
  ),
  'ps',
  'the most secure mobile device via the network',
  'managed secured protected by',
];
