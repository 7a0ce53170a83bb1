import { listed } from './listed.js';

const words = (table: string): RegExp =>
  new RegExp(
    listed(table)
      .map((word) => word.replace(/[.*+?^${}()[\]\\]/g, '\\$&'))
      .join('|'),
    'u',
  );

/** How a legal footer names the mail that it stands in, or itself. */
const THIS_MAIL =
  words(`this e-mail|this email|this message|this communication|this electronic|the information contained in|the contents of this|the content of this|disclaimer|confidentiality notice|
  diese e-mail|diese mail|diese nachricht|dieser e-mail|haftungsausschluss|vertraulichkeitshinweis|ce message|ce courriel|ce courrier|cet e-mail|cet email|le présent message|
  este mensaje|este correo|este e-mail|este email|aviso legal|esta mensagem|esta comunicação|aviso de confidencialidade|questo messaggio|questa e-mail|questa mail|la presente|il presente messaggio|
  le informazioni contenute|dit bericht|deze e-mail|dit e-mailbericht|de informatie in|detta meddelande|detta mejl|detta e-postmeddelande|denne e-mail|denne mail|denne meddelelse|
  denne e-posten|denne meldingen|tämä viesti|tämä sähköposti|ta wiadomość|niniejsza wiadomość|niniejszy e-mail|tato zpráva|tento e-mail|táto správa|ez az e-mail|ez az üzenet|jelen üzenet|
  acest mesaj|acest e-mail|acest email|това съобщение|този имейл|это сообщение|данное сообщение|это письмо|це повідомлення|цей лист|το παρόν|αυτό το μήνυμα|bu e-posta|bu mesaj|bu ileti|
  הודעה זו|מסר זה|هذه الرسالة|هذا البريد|این ایمیل|این پیام|यह ईमेल|यह संदेश|इस ईमेल|อีเมลนี้|อีเมลฉบับนี้|ข้อความนี้|email này|thư này|email ini|pesan ini|このメール|本メール|이 메일|본 메일|본 전자우편|
  本邮件|此邮件|本电子邮件|本郵件|此郵件|本電子郵件|aquest missatge|aquest correu|ova poruka|ovaj e-mail|ова порука|to sporočilo|šis laiškas|šis el|šis e-pasts|šis ziņojums|see e-kiri|käesolev|þessi tölvupóstur`);

/** What such a footer speaks of: secrets, whom the mail is for, mistakes, what to do then, and what nobody may do with it. */
const TOPICS = [
  words(`confidential|privileged|vertraulich|confidentiel|confidencia|riservat|confidenzial|vertrouwelijk|konfidentiell|konfidensiell|konfidents|sekretess|fortrolig|luottamuksel|poufn|důvěrn|dôvern|bizalmas|confidenț|
    confidenţ|поверителн|конфиденциальн|конфіденційн|εμπιστευτικ|gizli|חסוי|סודי|سرية|سري|محرمانه|गोपनीय|ความลับ|bảo mật|rahasia|機密|秘密|기밀|비밀|机密|保密|povjerljiv|poverljiv|поверљив|konfidenc|
    zaupn|trúnað|geschützt`),
  words(`addressee|recipient|intended for|individual or entity|whom it is addressed|whom they are addressed|solely for the use|destinate esclusivamente|destinada exclusiv|dirigid|empfänger|adressat|destinataire|destinatari|destinatár|geadresseerde|ontvanger|bestemd voor|mottagare|modtager|mottaker|vastaanottaja|adresat|odbiorc|adresát|
    címzett|destinatar|получател|адресат|παραλήπτ|alıcı|נמען|المرسل إليه|المستلم|گیرنده|प्राप्तकर्ता|ผู้รับ|người nhận|penerima|受信者|宛先|수신|收件人|收件者|primatelj|примаоц|primaoc|примач|gavėj|adresāt|naslovnik|viðtakand`),
  words(`in error|by mistake|erroneously|irrtümlich|nicht der richtige|versehentlich|par erreur|por error|por engano|por erro|per errore|abusievelijk|per ongeluk|ten onrechte|av misstag|ved en fejl|ved en feil|
    erehdyksessä|vahingossa|pomyłk|omylem|omylom|tévedés|din greșeală|din eroare|погрешка|по ошибке|помилково|κατά λάθος|εκ παραδρομής|yanlışlıkla|בטעות|الخطأ|اشتباه|गलती से|ผิดพลาด|nhầm|kesalahan|誤って|
    誤送|잘못|误收|误发|错收|错发|錯誤|误|greškom|грешком|грешка|ekslik|από λάθος|din gresal|per klaidą|kļūdas|pomotoma|mistök|per error`),
  words(`delete|destroy|notify the s|notify us|inform the sender|contact the sender|löschen|vernichten|détruire|supprimer|détruisez|borre|bórr|elimin|apag|distrugg|cancell|verwijder|vernietig|radera|slet|poista|usun|skasow|smaž|vymaž|töröl|șterge|изтри|
    удалите|видал|διαγράψ|siliniz|silin|sletter|обриш|избриш|уништ|elimineu|eyða|eyddu|מחק|حذف|हटा|ลบ|xóa|hapus|削除|破棄|廃棄|삭제|폐기|删除|刪除|销毁|銷毀|obriš|izbriš|ištrin|dzēs|kustuta`),
  words(`disclos|disseminat|strictly prohibited|not authorized|unauthorized|unauthorised|unbefugt|unerlaubt|weitergabe|nicht gestattet|nicht befugt|verboten|divulg|sans autorisation|interdite|prohibid|proibid|proibit|vietat|
    openbaarmaking|verspreiding|rechten worden ontleend|verboden|niet toegestaan|otillåten|ikke tillat|ikke tilladt|forbudt|luvaton|kielletty|zabronion|ujawni|rozpowszechni|zakázán|zakazan|neoprávněn|tilos|jogosulatlan|interzis|
    забранен|запрещ|заборонен|απαγορεύ|yasak|אסור|אסורה|محظور|يحظر|ممنوع|वर्जित|ห้าม|nghiêm cấm|dilarang|無断|転載|開示|禁じ|禁止|유출|무단|严禁|嚴禁|泄露|洩漏|zabranjen|prepovedan|draudžiam|aizliegt|keelatud|óheimil|prohibit`),
];

/** That the company does not answer for something. */
const LIABILITY =
  words(`not liable|liability|haftung|haftbar|haftet nicht|aansprakelijk|responsabilité|responsabilidad|responsabilidade|responsabilità|ansvarig för|ansvar for|vastuu|odpowiedzialno|odpovědnost|zodpovednos|
  felelőss|răspunder|отговорност|ответственност|відповідальн|ευθύνη|sorumlu`);

/** "Not liable for a late transmission of this message": people write of who answers for a boiler. */
const DISCLAIMED = new RegExp(`(?:${LIABILITY.source})[^.!?,;:]{0,80}(?:${THIS_MAIL.source})`, 'u');

/**
 * What a footer says to everybody and a person to nobody: if this mail was not meant for you. The last ones in writing
 * without spaces.
 */
const CONDITIONS = new RegExp(
  `(?<![\\p{L}\\p{M}])(?:if you|if the reader|if this e|if this m|if received|if it is|if it was|if it has|should you|unless you|in case you|not the intended|wenn sie|wenn du|sollten sie|falls sie|sofern sie|für den fall|
    si vous|s'il vous|si usted|si ha |si no |si lo ha|si recib|en caso de|se você|se recebeu|se não|se o |se a |caso |se ha |se non|se avete|se lei|se il |qualora|nel caso|als u|als je|indien|mocht u|om du|om ni|hvis du|hvis de|
    dersom|har du mottatt|har du modtaget|har du fått|om du har|mikäli|jos |jeśli|jeżeli|pokud|jestliže|ak ste|ak nie|amennyiben|ha ön|ha nem|ha téved|dacă|daca |ако |если|в случае|якщо|εάν|αν δεν|αν λάβ|αν το |αν έχετε|eğer|değilseniz|aldıysanız|אם |إذا|إن كنت|في حال|اگر|यदि|अगर|nếu|
    trường hợp|jika|apabila|ako |če |jei |ja jūs|ja esat|ja šis|kui |ef þú|ef þér|hafi hann|hafir þú|si heu|si l’heu|si l'heu|si no sou)|
    หาก|ถ้า|場合|如果|如您|若|如误|如有|경우|만약`.replace(/\n\s*/g, ''),
  'u',
);
/** What a mail has besides its words. */
const ATTACHMENTS =
  words(`attachment|attached file|files transmitted|anhäng|anlage|pièces jointes|pièce jointe|fichiers joints|adjunt|anexo|allegat|bijlage|bilag|vedlegg|liitte|załącznik|příloh|príloh|
  mellékl|anexe|вложени|приложени|додатк|ekleri|ekler|συνημμέν|添付|附件|첨부|המצורפ|המצורף|مرفقات`);
/** Where a company is entered, which the law has it say at the end of its letters. */
const REGISTERED =
  words(`registered in england|registered in scotland|registered in wales|registered in ireland|registered in northern|registered office|registered company|registered number|registered no|
  company number|company no.|company no:|company registration|handelsregister|registergericht|amtsgericht|registro mercantil|partita iva|siret|kvk `);
/** What stands above such a footer, or before its first words. */
const LABEL =
  /^[^\p{L}]{0,4}(?:(?:legal |e-?mail |confidentiality )?disclaimer|(?:confidentiality|legal|privacy) notice|haftungsausschluss|vertraulichkeitshinweis|rechtlicher hinweis|avertissement|avis de confidentialité|clause de confidentialité|aviso legal|aviso de confidencialidade?|avviso di riservatezza|clausola di riservatezza|vertrouwelijkheidsclausule)(?:\s*[:：.–-]|(?=\s|$))/iu;
const MAX_LABEL = 60;
/** A person says what they did, and whose it is. */
const FIRST_PERSON =
  /\b(?:I(?:['’](?:m|ve|ll|d)| (?:am|did|had|have|hope|need|sent|think|was|will|would|wrote))|[Mm]y|[Ii]ch)\b|[Jj]['’]ai\b/;

/** The law on personal data, under the names that it has in Europe and Brazil. */
const DATA_LAW = /(?<!\p{L})(?:gdpr|rgpd|dsgvo|rodo|avg|lgpd)(?!\p{L})|2016\/679/u;
const PERSONAL_DATA =
  words(`personal data|personenbezogene|données personnelles|caractère personnel|datos personales|dati personali|dados pessoais|persoonsgegevens|danych osobowych|dane osobowe|
  osobních údaj|osobní údaj|osobných údaj|személyes adat|personuppgifter|persondata|personoplysninger|personopplysninger|henkilötieto|datele personale|date cu caracter personal`);

/** Whether a paragraph below a closing is what that law has companies say of the data that they keep. */
export const isDataNotice = (paragraph: string): boolean => {
  const text = paragraph.slice(0, MAX_LENGTH).toLowerCase();
  return DATA_LAW.test(text) && PERSONAL_DATA.test(text) && !FIRST_PERSON.test(paragraph);
};

/** What legal footers are told by, in every language; some are the beginnings of words. */
export const LEGAL_TERMS: readonly string[] = [
  THIS_MAIL,
  ...TOPICS,
  LIABILITY,
  ATTACHMENTS,
  REGISTERED,
  CONDITIONS,
  PERSONAL_DATA,
].flatMap(({ source }) => source.replace(/^\(\?<!.*?\)\(\?:|\)(?=\|)/g, '').split('|'));

/** In writing that needs few characters, and in others. A person who asks for secrecy says it shorter. */
const MIN_LENGTH = { dense: 40, plain: 100, other: 120 } as const;
const DENSE = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Hangul}]/u;
/** A footer says what it is at its beginning. */
const BEGINNING = 100;
const MIN_TOPICS = 2;
/** Where nothing but its words says that it is one. */
const MIN_TOPICS_ALONE = 3;
const MAX_LENGTH = 3000;
const MAX_REGISTRATION = 300;

/** Whether a line is where a company is entered. */
export const isRegistration = (line: string): boolean => /\d/.test(line) && REGISTERED.test(line.toLowerCase());

/** Whether a paragraph is what companies add below mail: who may read it, and what to do who may not. */
export function isLegal(paragraph: string, goesOn = false): boolean {
  if (goesOn && paragraph.length <= MAX_REGISTRATION && isRegistration(paragraph)) return true;
  if (paragraph.length < MIN_LENGTH.dense || paragraph.length > MAX_LENGTH) return false;
  if (paragraph.length < MIN_LENGTH.other && !goesOn && !mayBeShort(paragraph)) return false;
  const text = paragraph.toLowerCase();
  if (!goesOn && !THIS_MAIL.test(text.slice(0, BEGINNING))) return false;
  return topicsIn(text) + (DISCLAIMED.test(text) ? 1 : 0) >= (goesOn ? 1 : MIN_TOPICS);
}

/** Most of what people say is as short: it is looked at where it has other letters, or nearly the length. */
const mayBeShort = (paragraph: string): boolean =>
  DENSE.test(paragraph.slice(0, 200)) ||
  isLabelled(paragraph) ||
  ((paragraph.length >= MIN_LENGTH.plain || /[^\0-\x7f]/.test(paragraph)) && isPlainlyLegal(paragraph));

/** Whether it can be nothing else, wherever it stands: people write of secrets, recipients and mistakes too. */
export const isPlainlyLegal = (paragraph: string): boolean =>
  topicsIn(paragraph.toLowerCase()) >= MIN_TOPICS_ALONE &&
  CONDITIONS.test(paragraph.toLowerCase()) &&
  !FIRST_PERSON.test(paragraph);

/** Whether it says itself what it is, and nobody speaks in it. */
export const isLabelledLegal = (paragraph: string): boolean => isLabelled(paragraph) && !FIRST_PERSON.test(paragraph);

/** "Disclaimer: this e-mail …": what is said of anything else below such a label may be a person's. */
function isLabelled(paragraph: string): boolean {
  const label = LABEL.exec(paragraph.slice(0, MAX_LABEL))?.[0].length ?? 0;
  return label > 0 && THIS_MAIL.test(paragraph.slice(label, label + MAX_LABEL).toLowerCase());
}

/** Whether a paragraph below a card is what companies add there, and nothing that somebody says of themselves. */
export const isNotice = (paragraph: string): boolean =>
  isDataNotice(paragraph) || (isLegal(paragraph, true) && !FIRST_PERSON.test(paragraph) && !/[?？؟]/.test(paragraph));

/** Whether the line is nothing but what such a footer is called. */
export const isLegalHeading = (line: string): boolean =>
  line.length <= MAX_LABEL && !/\p{L}/u.test(line.replace(LABEL, '')) && LABEL.test(line);

/** Whether it begins with the mail and what is attached to it, as nobody speaks of what they write. */
export const namesAttachments = (paragraph: string): boolean =>
  ATTACHMENTS.test(paragraph.slice(0, 60).toLowerCase()) && !FIRST_PERSON.test(paragraph);

/** Whether it speaks of who answers for this mail, and of nothing that somebody did. */
export const disclaims = (paragraph: string): boolean =>
  DISCLAIMED.test(paragraph.toLowerCase()) && !FIRST_PERSON.test(paragraph);

const topicsIn = (text: string): number => TOPICS.filter((topic) => topic.test(text)).length;
