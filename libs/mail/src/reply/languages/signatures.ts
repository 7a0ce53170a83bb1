/** Device and program lines that mobile clients add, whole line, without the full stop. `X` stands for up to six words. */
const MOBILE_LINES = `sent from X|sent from my X|sent via X|sent using X|sent with X|get X for ios|get X for android|get X for mobile|
  von meinem X gesendet|gesendet von X|gesendet mit X|gesendet aus X|diese nachricht wurde von meinem X gesendet|envoyé de X|envoyé de mon X|envoyé depuis X|
  envoyé à partir de X|envoyé avec X|télécharger X pour ios|enviado desde X|enviado de X|enviado do X|enviado do meu X|enviado via X|enviado a partir do X|
  obtener X para ios|obter o X para ios|inviato da X|inviato dal X|ottieni X per ios|verzonden vanaf X|verstuurd vanaf X|verzonden met X|outlook voor X downloaden|
  skickat från X|sendt fra X|sendt via X|lähetetty X|wysłane z X|wysłano z X|pobierz X dla ios|odesláno z X|odoslané z X|küldve X|elküldve X|отправлено с X|
  отправлено из X|надіслано з X|στάλθηκε από X|X gönderildi|trimis de pe X|poslano z X|poslano s X|dikirim dari X|được gửi từ X|ส่งจาก X|נשלח מ X|أُرسلت من X|
  أرسلت من X|تم الإرسال من X|Xから送信|X から送信|发自我的 X|发自我的X|发自 X|从我的 X 发送|從我的 X 傳送|從我的X傳送|나의 X에서 보냄|X에서 보냄|yahoo mail: search, organize, conquer`;

/** What mobile lines name is a product: a capital letter, or a small one before it. "Sent from my desk" is a sentence. */
const PRODUCT = String.raw`(?:[\p{Lu}\d]|\p{Ll}{1,2}-?\p{Lu})[^.!?,;:]{0,50}`;

const patternOf = (line: string): RegExp => {
  const [head = '', tail] = line.trim().split('X');
  const fixed = (text: string): string =>
    [...text]
      .map((one) =>
        /\p{L}/u.test(one) ? `[${one.toLowerCase()}${one.toUpperCase().slice(0, 1)}]` : one.replace(/[.()]/g, '\\$&'),
      )
      .join('');
  return new RegExp(tail === undefined ? `^${fixed(head)}$` : `^${fixed(head)}${PRODUCT}${fixed(tail)}$`, 'u');
};

/** One pattern of all: asking each of them of each line takes most of the time of a short mail. */
const MOBILE = new RegExp(
  MOBILE_LINES.split('|')
    .map((line) => patternOf(line).source)
    .join('|'),
  'u',
);
const MAX_MOBILE_LINE = 100;

/** Whether a line is what a device adds below what a person types. Takes the line as `plain` gives it. */
export function isMobileLine(line: string): boolean {
  if (line === '' || line.length > MAX_MOBILE_LINE) return false;
  const bare = line
    .replace(/[[\]]/g, '')
    .replace(/[.。]$/, '')
    .trim();
  return MOBILE.test(bare);
}

/** Words that close a letter, alone on their line. Thanks are no such words: they may be all that a person says. */
const CLOSINGS = new Set(
  `regards|best regards|kind regards|warm regards|kindest regards|warmest regards|with kind regards|with best regards|many regards|
  sincerely|yours sincerely|sincerely yours|yours faithfully|yours truly|respectfully|mit freundlichen grüßen|mit freundlichen grüssen|freundliche grüße|
  viele grüße|beste grüße|liebe grüße|schöne grüße|mfg|cordialement|bien cordialement|cordialement vôtre|bien à vous|sincères salutations|
  salutations|meilleures salutations|saludos|saludos cordiales|un saludo|atentamente|cordialmente|atenciosamente|cumprimentos|com os melhores cumprimentos|
  cordiali saluti|distinti saluti|saluti|un saluto|met vriendelijke groet|met vriendelijke groeten|vriendelijke groeten|groeten|mvg|med vänliga hälsningar|
  vänliga hälsningar|vennlig hilsen|med vennlig hilsen|venlig hilsen|med venlig hilsen|mvh|ystävällisin terveisin|terveisin|pozdrawiam|z poważaniem|
  s pozdravem|s pozdravom|üdvözlettel|с уважением|з повагою|με εκτίμηση|saygılarımla|saygılarımızla|cu stimă|lep pozdrav|敬具|よろしくお願いいたします|此致|敬上|감사합니다 드림`
    .split('|')
    .map((words) => words.trim()),
);

export const isClosing = (line: string): boolean =>
  line.length <= 60 &&
  CLOSINGS.has(
    line
      .replace(/[,.!，。、-]+$/, '')
      .trim()
      .toLowerCase(),
  );

/** What devices write and what closes a letter, in every language. */
export const SIGNATURE_WORDS: readonly string[] = [...MOBILE_LINES.split('|'), ...CLOSINGS];
