import { listed } from './listed.js';

export type HeaderField = 'from' | 'date' | 'to' | 'cc' | 'subject';

/** How mail clients label the header of the mail they quote, by what the label means, in the languages they come in. */
const LABELS: Readonly<Record<HeaderField, string>> = {
  from: `from|von|de|da|van|fra|från|fran|od|lähettäjä|mistä|feladó|kimden|gönderen|gonderen|от|от кого|від|від кого|από|expeditor|
    de la|nadawca|remitente|expéditeur|emisor|mittente|afzender|avsändare|avsender|afsender|odesílatel|odesilatel|odosielateľ|pošiljatelj|
    šalje|išsiuntė|nuo|no|saatja|kellelt|từ|người gửi|dari|daripada|จาก|מאת|من|از|منجانب|प्रेषक|প্রেরক|থেকে|அனுப்புநர்|adresant|nork|frá|oddi wrth|kutoka|mula kay|nga|ад каго|kimdən|saatja|差出人|送信者|发件人|寄件者|寄件人|發件人|보낸 사람|보낸사람|발신`,
  date: `date|sent|sent at|sent on|datum|gesendet|gesendet am|envoyé|envoyé le|envoyé à|message du|fecha|enviado|enviado el|enviada|enviado em|
    enviada em|data|inviato|inviato il|verzonden|verzonden op|dato|sendt|skickat|skickat den|lähetetty|päivämäärä|wysłano|wysłane|data wysłania|
    odesláno|datum odeslání|odoslané|dátum|küldve|elküldve|дата|отправлено|дата отправки|надіслано|відправлено|ημερομηνία|στάλθηκε|
    tarih|gönderildi|gönderim tarihi|trimis|data trimiterii|poslano|изпратено|изпратено на|išsiųsta|nosūtīts|saadetud|ngày|đã gửi|tanggal|dikirim|วันที่|ส่ง|
    נשלח|תאריך|تاريخ|التاريخ|تاريخ الإرسال|ارسال شده|تاریخ|بھیجا گیا|भेजा गया|भेजने का समय|पाठविले|পাঠানো হয়েছে|தேதி|அனுப்பப்பட்டது|enviat|enviat el|bidalia|poslato|послато|испратено|anfonwyd|gestuur|imetumwa|ipinadala|dërguar|dihantar|disent|göndərildi|gönderme tarihi|saatmisaeg|kuupäev|nosūtīšanas datums|الإرسال|تم الإرسال|ارسال|दिनांक|送信日時|日時|日付|发送时间|发送日期|日期|时间|寄件日期|傳送日期|發送時間|寄件时间|已发送|已傳送|보낸 날짜|날짜|발신일`,
  to: `to|an|à|a|adresat|odbiorca|para|pour|aan|til|till|vastaanottaja|kenelle|do|dla|komu|pro|címzett|kime|alıcı|кому|до|προς|către|catre|destinatario|
    destinataire|destinatar|empfänger|ontvanger|mottagare|mottaker|modtager|příjemce|príjemca|za|prima|kam|kellele|đến|kepada|untuk|ถึง|
    אל|עבור|إلى|الى|به|بنام|प्रति|প্রাপক|பெறுநர்|per a|nori|коме|até|at|kwa|para kay|për|каму|kimə|adressaat|saaja|gavėjas|adresāts|tới|đến|宛先|收件人|收件者|받는 사람|받는사람|수신`,
  cc: `cc|bcc|kopie|kopie an|copie|copie à|copia|cópia|kopia|kopi|kopio|dw|udw|másolat|копия|копія|κοιν|κοινοποίηση|bilgi|
    reply-to|antwort an|répondre à|responder a|נוסח|עותק|نسخة|抄送|副本|参照|참조`,
  subject: `subject|betreff|thema|objet|sujet|asunto|assunto|oggetto|onderwerp|emne|ämne|aihe|temat|předmět|predmet|tárgy|konu|тема|θέμα|
    subiect|tema|относно|teema|tēma|chủ đề|tiêu đề|subjek|perihal|เรื่อง|נושא|الموضوع|موضوع|विषय|বিষয়|பொருள்|assumpte|gaia|zadeva|предмет|efni|pwnc|mada|paksa|subjekti|тэма|mövzu|件名|主题|主旨|主題|제목`,
};

const FIELDS = new Map(
  (Object.entries(LABELS) as [HeaderField, string][]).flatMap(([field, labels]) =>
    listed(labels).map((label) => [label, field] as const),
  ),
);

/**
 * What Outlook adds where there is something to say: how important it is, how confidential, what category, what files;
 * some write the subject so short.
 */
const FURTHER = new Set(
  listed(`ogg|importance|priority|sensitivity|attachments|categories|security|wichtigkeit|priorität|vertraulichkeit|anlagen|kategorien|priorité|pièces jointes|
    critère de diffusion|catégories|importancia|prioridad|confidencialidad|datos adjuntos|categorías|importância|prioridade|confidencialidade|anexos|
    categorias|importanza|priorità|riservatezza|allegati|categorie|urgentie|prioriteit|gevoeligheid|bijlagen|categorieën|prioritet|känslighet|
    bifogade filer|kategorier|vigtighed|vedhæftede filer|viktighet|vedlegg|tärkeys|liitteet|luokat|ważność|priorytet|załączniki|kategorie|důležitost|přílohy|
    dôležitosť|prílohy|fontosság|mellékletek|kategóriák|importanță|atașări|önem|ekler|kategoriler|σπουδαιότητα|συνημμένα|важность|вложения|категории|
    важливість|вкладення|важност|חשיבות|קבצים מצורפים|الأهمية|المرفقات|重要度|添付ファイル|分類項目|重要性|附件|类别|類別|중요도|첨부 파일|ความสำคัญ|mức độ quan trọng`),
);

export const isFurtherLabel = (label: string): boolean =>
  FURTHER.has(
    label
      .replace(/[*_\s]+/g, ' ')
      .trim()
      .toLowerCase(),
  );

/** Every label, in every language. */
export const HEADER_LABELS: readonly string[] = [...FIELDS.keys(), ...FURTHER];

/** No label is longer. */
const MAX_LABEL = 24;

/** The field that a line of a quoted header gives: `*Von:* Ada`, `送信日時：…`, `主　题：…`. */
export function headerFieldOf(line: string): HeaderField | undefined {
  const beginning = line.slice(0, MAX_LABEL + 10);
  if (!/[:：]/.test(beginning)) return fieldOfCell(beginning);
  const isBare = /^[ -)+-^`-{}~]*$/.test(beginning);
  const head = (isBare ? beginning : beginning.replace(/[\p{Cf}*_|]/gu, '')).trimStart();
  const colon = head.search(/[:：]/);
  return colon < 1 || colon > MAX_LABEL ? undefined : fieldNamed(head.slice(0, colon));
}

/** NetEase's app puts label and field into the cells of a table: `发件人 | Ada<ada@example.test>`. */
function fieldOfCell(beginning: string): HeaderField | undefined {
  const [, label] = /^\|? ?([^|]+) \| /.exec(beginning) ?? [];
  return label === undefined ? undefined : fieldNamed(label);
}

/** The same where a client writes no colon: `Von "Ada" <ada@example.test>`. Sentences begin like that too. */
export const labelWithoutColon = (line: string): HeaderField | undefined =>
  fieldNamed(
    line
      .slice(0, MAX_LABEL)
      .trimStart()
      .split(/[\s:：]/, 1)[0]!,
  );

function fieldNamed(label: string): HeaderField | undefined {
  const name = label.trim().toLowerCase();
  return FIELDS.get(name) ?? (/^[\0-\x7f]*$/.test(name) ? undefined : FIELDS.get(composed(name)));
}

/** As the table spells it: without the spaces that fill a label up, and in one form of Unicode. */
const composed = (name: string): string =>
  name
    .replace(/(?<=\p{sc=Han})\s+(?=\p{sc=Han})/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('i\u0307', 'i');
