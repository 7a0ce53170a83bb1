import { oneOf } from './listed.js';

const words = (table: string): RegExp => new RegExp(oneOf(table), 'u');

/** How a warning begins, in every language. */
const WARNING = new RegExp(
  `^\\P{L}{0,10}${
    words(`caution|warning|attention|achtung|vorsicht|warnung|attention|prudence|precaución|precaucion|advertencia|atención|atencion|atenció|alerta|aviso|cuidado|atenção|attenzione|
    let op|waarschuwing|varning|advarsel|aðvörun|varoitus|hoiatus|tähelepanu|uzmanību|brīdinājums|dėmesio|įspėjimas|uwaga|ostrzeżenie|upozornění|varování|pozor|upozornenie|
    varovanie|opozorilo|oprez|upozorenje|figyelem|figyelmeztetés|atenție|avertisment|avertizare|kujdes|внимание|осторожно|предупреждение|увага|попередження|увага|упозорење|пажња|
    προσοχή|προσοχη|προειδοποίηση|προειδοποιηση|dikkat|di\u0307kkat|uyarı|diqqət|זהירות|אזהרה|שים לב|تحذير|تنبيه|هشدار|توجه|सावधान|चेतावनी|सतर्क|คำเตือน|ระวัง|cảnh báo|lưu ý|peringatan|perhatian|amaran|
    注意|警告|警示|提醒|【注意】|주의|경고`).source
  }`,
  'u',
);
/** Where it says that the mail comes from. */
const OUTSIDE =
  words(`outside|external|außerhalb|extern|extérieur|fuera|externo|fora|esterno|buiten|utanför|uden for|udenfor|utenfor|utan|ulkopuol|väljast|väljaspool|ārpus|išor|spoza|zewnętrz|
  z vnějšku|mimo|externí|zunaj|izvan|kívül|külső|din afara|extern|jashtë|извне|внешн|ззовні|зовнішн|извън|външ|изван|εκτός|εξωτερικ|dışından|harici|xaric|מחוץ|חיצוני|خارج|बाहर|ภายนอก|bên ngoài|dari luar|
  外部|社外|組織外|외부`);
/** What nobody is to click, what nobody is to open, and whom one has to know: said together by gateways alone. */
const TOLD = [
  words(`link|lien|enlace|vínculo|enllaç|collegament|koppeling|länk|lenke|tengla|linkki|nuorod|saite|odkaz|poveznic|povezav|hivatkozás|leagătur|lidhje|ссылк|посилан|връзк|линк|веза|σύνδεσμ|συνδέσμ|bağlantı|
  keçid|קישור|رابط|روابط|لینک|पیوند|लिंक|リンク|链接|連結|링크|liên kết|tautan|pautan|ลิงก์|ลิงค์`),
  words(`attachment|anhäng|anlage|pièces? jointe|adjunt|anexo|allegat|bijlage|bilag|bifogad|vedlegg|vedhæft|viðheng|liitte|manus|pielikum|pried|załącznik|příloh|príloh|priponk|privit|prilog|melléklet|
  atașament|ataşament|bashkëngjit|вложен|вкладен|прикачен|прилог|συνημμέν|ekleri|əlavə|מצורפ|مرفق|پیوست|अनुलग्नक|अटैचमेंट|添付|附件|첨부|đính kèm|lampiran|ไฟล์แนบ`),
  words(`sender|absender|expéditeur|remitent|remetente|mittente|afzender|avsändare|avsender|afsender|sendand|lähettäjä|saatja|sūtītāj|siuntėj|nadawc|odesílatel|odosielate|pošiljatelj|feladó|expeditor|dërgues|
  отправител|відправник|подател|изпращач|пошиљалац|пошиљаоц|αποστολ|gönderen|göndərən|שולח|مرسل|فرستنده|प्रेषक|भेजने वाले|送信者|差出人|发件人|發件人|寄件者|寄件人|보낸 사람|발신자|발송자|người gửi|pengirim|ผู้ส่ง`),
];

/** Somebody says what they did or asks something. Words that are other ones elsewhere, as "i" and "meg", tell nothing. */
const SAID =
  /(?<!\p{L})(?:i['’](?:m|ve|ll|d)|i (?:am|did|had|have|saw|sent|think|was|will|would)|my|ich|mein|meine|j['’]ai|mon|yo|ik|mijn|jag|jeg|я|мне)(?!\p{L})|[?？]/iu;

/**
 * Whether a paragraph, in lower case, tells what Microsoft's example of a transport rule tells, which administrators
 * translate: do not click links or open attachments unless you know the sender.
 */
export const isLinkWarning = (paragraph: string): boolean =>
  (warns(paragraph) || (paragraph.length >= MIN_UNWARNED && OUTSIDE.test(paragraph))) &&
  TOLD.every((told) => told.test(paragraph)) &&
  !SAID.test(paragraph);

/** Without a word that warns it has more others, but where hardly any spaces stand. */
const MIN_UNWARNED = 60;

/** Whether a line, in lower case, begins as a warning does. */
export const warns = (line: string): boolean => WARNING.test(line);

/** Whether a line can go on with such a warning. */
export const speaksOfLinks = (line: string): boolean => {
  const said = line.toLowerCase();
  return TOLD.filter((told) => told.test(said)).length > 1 && !SAID.test(line);
};

/** What such warnings say says nothing about anybody; some are the beginnings of words. */
export const LINK_WARNING_TERMS: readonly string[] = [OUTSIDE, ...TOLD].flatMap(({ source }) =>
  source.slice(3, -1).split('|'),
);
