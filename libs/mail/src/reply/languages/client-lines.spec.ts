import { describe, expect, it } from '@jest/globals';
import { extractReply } from '../extract-reply.js';

/**
 * What clients write above a quote, by language: Gmail, Apple Mail and Thunderbird (`N` is a name, `A` an address), the labels
 * of Outlook with its date, and what stands between dashes.
 */
type Lines = readonly [
  gmail: string,
  apple: string,
  thunderbird: string,
  labels: string,
  date: string,
  original: string,
];
const LINES: Readonly<Record<string, Lines>> = {
  en: [
    'On Mon, Jan 15, 2024 at 2:30 PM N <A> wrote:',
    'On 15 Jan 2024, at 14:30, N <A> wrote:',
    'On 15/01/2024 14:30, N wrote:',
    'From|Sent|To|Subject',
    'Monday, January 15, 2024 2:30 PM',
    'Original Message',
  ],
  de: [
    'Am Mo., 15. Jan. 2024 um 14:30 Uhr schrieb N <A>:',
    'Am 15.01.2024 um 14:30 schrieb N <A>:',
    'Am 15.01.24 um 14:30 schrieb N:',
    'Von|Gesendet|An|Betreff',
    'Montag, 15. Januar 2024 14:30',
    'Ursprüngliche Nachricht',
  ],
  fr: [
    'Le lun. 15 janv. 2024 à 14:30, N <A> a écrit :',
    'Le 15 janv. 2024 à 14:30, N <A> a écrit :',
    'Le 15/01/2024 à 14:30, N a écrit :',
    'De|Envoyé|À|Objet',
    'lundi 15 janvier 2024 14:30',
    "Message d'origine",
  ],
  es: [
    'El lun, 15 ene 2024 a las 14:30, N (<A>) escribió:',
    'El 15 ene 2024, a las 14:30, N <A> escribió:',
    'El 15/1/24 a las 14:30, N escribió:',
    'De|Enviado el|Para|Asunto',
    'lunes, 15 de enero de 2024 14:30',
    'Mensaje original',
  ],
  it: [
    'Il giorno lun 15 gen 2024 alle ore 14:30 N <A> ha scritto:',
    'Il giorno 15 gen 2024, alle ore 14:30, N <A> ha scritto:',
    'Il 15/01/24 14:30, N ha scritto:',
    'Da|Inviato|A|Oggetto',
    'lunedì 15 gennaio 2024 14:30',
    'Messaggio originale',
  ],
  'pt-BR': [
    'Em seg., 15 de jan. de 2024 às 14:30, N <A> escreveu:',
    'Em 15 de jan. de 2024, à(s) 14:30, N <A> escreveu:',
    'Em 15/01/2024 14:30, N escreveu:',
    'De|Enviada em|Para|Assunto',
    'segunda-feira, 15 de janeiro de 2024 14:30',
    'Mensagem original',
  ],
  'pt-PT': [
    'N <A> escreveu (segunda, 15/01/2024 à(s) 14:30):',
    'No dia 15/01/2024, às 14:30, N <A> escreveu:',
    'Às 14:30 de 15/01/2024, N escreveu:',
    'De|Enviada|Para|Assunto',
    '15 de janeiro de 2024 14:30',
    'Mensagem original',
  ],
  nl: [
    'Op ma 15 jan 2024 om 14:30 schreef N <A>:',
    'Op 15 jan 2024, om 14:30 heeft N <A> het volgende geschreven:',
    'Op 15-01-2024 om 14:30 schreef N:',
    'Van|Verzonden|Aan|Onderwerp',
    'maandag 15 januari 2024 14:30',
    'Oorspronkelijk bericht',
  ],
  sv: [
    'Den mån 15 jan. 2024 kl 14:30 skrev N <A>:',
    '15 jan. 2024 kl. 14:30 skrev N <A>:',
    'Den 2024-01-15 kl. 14:30, skrev N:',
    'Från|Skickat|Till|Ämne',
    'den 15 januari 2024 14:30',
    'Ursprungligt meddelande',
  ],
  da: [
    'Den man. 15. jan. 2024 kl. 14.30 skrev N <A>:',
    'Den 15. jan. 2024 kl. 14.30 skrev N <A>:',
    'Den 15.01.2024 kl. 14.30 skrev N:',
    'Fra|Sendt|Til|Emne',
    '15. januar 2024 14:30',
    'Oprindelig meddelelse',
  ],
  nb: [
    'man. 15. jan. 2024 kl. 14:30 skrev N <A>:',
    '15. jan. 2024 kl. 14:30 skrev N <A>:',
    'Den 15.01.2024 14:30, skrev N:',
    'Fra|Sendt|Til|Emne',
    'mandag 15. januar 2024 14:30',
    'Opprinnelig melding',
  ],
  fi: [
    'ma 15. tammik. 2024 klo 14.30 N (A) kirjoitti:',
    'N <A> kirjoitti 15.1.2024 kello 14.30:',
    'N kirjoitti 15.1.2024 klo 14.30:',
    'Lähettäjä|Lähetetty|Vastaanottaja|Aihe',
    'maanantai 15. tammikuuta 2024 14.30',
    'Alkuperäinen viesti',
  ],
  pl: [
    'pon., 15 sty 2024 o 14:30 N <A> napisał(a):',
    'Wiadomość napisana przez N <A> w dniu 15 sty 2024, o godz. 14:30:',
    'W dniu 15.01.2024 o 14:30, N pisze:',
    'Od|Wysłano|Do|Temat',
    'poniedziałek, 15 stycznia 2024 14:30',
    'Wiadomość oryginalna',
  ],
  cs: [
    'po 15. 1. 2024 v 14:30 odesílatel N <A> napsal:',
    '15. 1. 2024 v 14:30, N <A>:',
    'Dne 15. 01. 24 v 14:30 N napsal(a):',
    'Od|Odesláno|Komu|Předmět',
    'pondělí 15. ledna 2024 14:30',
    'Původní zpráva',
  ],
  sk: [
    'po 15. 1. 2024 o 14:30 N <A> napísal(a):',
    '15. 1. 2024 o 14:30, používateľ N <A> napísal:',
    'Dňa 15. 1. 2024 o 14:30 N napísal(a):',
    'Od|Odoslané|Komu|Predmet',
    'pondelok 15. januára 2024 14:30',
    'Pôvodná správa',
  ],
  hu: [
    'N <A> ezt írta (időpont: 2024. jan. 15., H, 14:30):',
    '2024. jan. 15. dátummal, 14:30 időpontban N <A> írta:',
    '2024. 01. 15. 14:30 keltezéssel, N írta:',
    'Feladó|Elküldve|Címzett|Tárgy',
    '2024. január 15., hétfő 14:30',
    'Eredeti üzenet',
  ],
  ro: [
    'Pe lun., 15 ian. 2024 la 14:30, N <A> a scris:',
    'Pe 15 ian. 2024, la 14:30, N <A> a scris:',
    'Pe 15.01.2024 14:30, N a scris:',
    'De la|Trimis|Către|Subiect',
    'luni, 15 ianuarie 2024 14:30',
    'Mesajul original',
  ],
  bg: [
    'На пн, 15.01.2024 г. в 14:30 N <A> написа:',
    'На 15 яну 2024 г., в 14:30, N <A> написа:',
    'На 15.1.24 г. в 14:30, N написа:',
    'От|Изпратено|До|Относно',
    'понеделник, 15 януари 2024 г. 14:30',
    'Оригинално съобщение',
  ],
  ru: [
    'пн, 15 янв. 2024 г. в 14:30, N <A>:',
    '15 янв. 2024 г., в 14:30, N <A> написал(а):',
    '15.01.2024 14:30, N пишет:',
    'От|Отправлено|Кому|Тема',
    'понедельник, 15 января 2024 г. 14:30',
    'Исходное сообщение',
  ],
  uk: [
    'пн, 15 січ. 2024 р. о 14:30 N <A> пише:',
    '15 січ. 2024 р. о 14:30 N <A> написав(-ла):',
    '15.01.24 14:30, N пише:',
    'Від|Надіслано|Кому|Тема',
    'понеділок, 15 січня 2024 р. 14:30',
    'Оригінальне повідомлення',
  ],
  el: [
    'Στις Δευ 15 Ιαν 2024 στις 2:30 μ.μ., ο χρήστης N <A> έγραψε:',
    '15 Ιαν 2024, 2:30 μμ, ο χρήστης «N <A>» έγραψε:',
    'Στις 15/1/24 14:30, ο/η N έγραψε:',
    'Από|Στάλθηκε|Προς|Θέμα',
    'Δευτέρα, 15 Ιανουαρίου 2024 2:30 μμ',
    'Αρχικό μήνυμα',
  ],
  tr: [
    'N <A>, 15 Oca 2024 Pzt, 14:30 tarihinde şunu yazdı:',
    'N <A> şunları yazdı (15 Oca 2024 14:30):',
    '15.01.2024 14:30 tarihinde N yazdı:',
    'Kimden|Gönderildi|Kime|Konu',
    '15 Ocak 2024 Pazartesi 14:30',
    'Özgün İleti',
  ],
  he: [
    '\u202bבתאריך יום ב׳, 15 בינו׳ 2024 ב-14:30 מאת \u202aN\u202c\u200f <\u202aA\u202c\u200f>:\u202c',
    'ב-15 בינו׳ 2024, בשעה 14:30,\u200f N <A> כתב/ה:',
    'ב-15/01/2024 14:30, N כתב:',
    'מאת|נשלח|אל|נושא',
    'יום שני 15 ינואר 2024 14:30',
    'הודעה מקורית',
  ],
  ar: [
    'في الاثنين، 15 يناير 2024 في 2:30 م تمت كتابة ما يلي بواسطة N <A>:',
    'في ١٥ يناير ٢٠٢٤، الساعة ٢:٣٠ م، كتب N <A>:',
    'في ١٥/٠١/٢٠٢٤ ١٤:٣٠، كتب N:',
    'من|تم الإرسال|إلى|الموضوع',
    'الاثنين، 15 يناير 2024 02:30 م',
    'الرسالة الأصلية',
  ],
  fa: [
    'در تاریخ دوشنبه ۱۵ ژانویهٔ ۲۰۲۴،\u200f ۱۴:۳۰ N <A> نوشت:',
    'در ۱۵ ژانویهٔ ۲۰۲۴، ساعت ۱۴:۳۰، N <A> نوشت:',
    'در ۲۰۲۴/۱/۱۵ ۱۴:۳۰، N نوشت:',
    'از|ارسال شده|به|موضوع',
    'دوشنبه ۱۵ ژانویهٔ ۲۰۲۴ ۱۴:۳۰',
    'پیام اصلی',
  ],
  hi: [
    'सोम, 15 जन॰ 2024 को 2:30 pm बजे को N <A> ने लिखा:',
    '15 जन॰ 2024 को 2:30 PM बजे, N <A> ने लिखा:',
    '15/1/24 14:30 को, N ने लिखा:',
    'प्रेषक|भेजा गया|प्रति|विषय',
    'सोमवार, 15 जनवरी 2024 14:30',
    'मूल संदेश',
  ],
  th: [
    'ในวันที่ จ. 15 ม.ค. 2024 เวลา 14:30 N <A> เขียนว่า:',
    'เมื่อ 15 ม.ค. 2567 เวลา 14:30 N <A> เขียนว่า:',
    'On 15/1/2567 14:30, N wrote:',
    'จาก|ส่ง|ถึง|เรื่อง',
    'วันจันทร์ที่ 15 มกราคม 2567 14:30',
    'ข้อความต้นฉบับ',
  ],
  vi: [
    'Vào Th 2, 15 thg 1, 2024 vào lúc 14:30 N <A> đã viết:',
    'Vào 14:30, 15 thg 1, 2024, N <A> đã viết:',
    'Vào lúc 14:30 ngày 15/01/2024, N đã viết:',
    'Từ|Đã gửi|Tới|Chủ đề',
    'Thứ Hai, 15 tháng 1, 2024 14:30',
    'Thư gốc',
  ],
  id: [
    'Pada tanggal Sen, 15 Jan 2024 pukul 14.30 N <A> menulis:',
    'Pada 15 Jan 2024, pukul 14.30, N <A> menulis:',
    'Pada 15/01/24 14.30, N menulis:',
    'Dari|Dikirim|Kepada|Perihal',
    'Senin, 15 Januari 2024 14:30',
    'Pesan Asli',
  ],
  ms: [
    'Pada Isn, 15 Jan 2024 pada 2:30 PTG N <A> menulis:',
    'Pada 15 Jan 2024, 2:30 PTG, N <A> menulis:',
    'Pada 15/01/2024 14:30, N menulis:',
    'Daripada|Dihantar|Kepada|Subjek',
    'Isnin, 15 Januari 2024 2:30 PTG',
    'Mesej Asal',
  ],
  ja: [
    '2024年1月15日(月) 14:30 N <A>:',
    '2024/01/15 14:30、N <A>のメール:',
    '2024/01/15 14:30, N wrote:',
    '差出人|送信日時|宛先|件名',
    '2024年1月15日月曜日 14:30',
    '元のメッセージ',
  ],
  ko: [
    '2024년 1월 15일 (월) 오후 2:30, N <A>님이 작성:',
    '2024. 1. 15. 오후 2:30, N <A> 작성:',
    '24. 1. 15. 14:30에 N 이(가) 쓴 글:',
    '보낸 사람|보낸 날짜|받는 사람|제목',
    '2024년 1월 15일 월요일 오후 2:30',
    '원본 메시지',
  ],
  'zh-Hans': [
    'N <A> 于2024年1月15日周一 14:30写道：',
    '2024年1月15日 14:30，N <A> 写道：',
    '在 2024/1/15 14:30, N 写道:',
    '发件人|发送时间|收件人|主题',
    '2024年1月15日 14:30',
    '原始邮件',
  ],
  'zh-Hant': [
    'N <A> 於 2024年1月15日 週一 下午2:30寫道：',
    'N <A> 於 2024年1月15日 下午2:30 寫道：',
    'N 於 2024/1/15 14:30 寫道:',
    '寄件者|寄件日期|收件者|主旨',
    '2024年1月15日 下午 02:30',
    '原始郵件',
  ],
  ca: [
    'Missatge de N <A> del dia dl., 15 de gen. 2024 a les 14:30:',
    'El 15 gen 2024, a les 14:30, N <A> va escriure:',
    'El 15/1/24 a les 14:30, N ha escrit:',
    'De|Enviat el|Per a|Assumpte',
    'dilluns, 15 de gener de 2024 14:30',
    'Missatge original',
  ],
  gl: [
    'O luns, 15 xan 2024 ás 14:30, N (<A>) escribiu:',
    'O 15 xan 2024, ás 14:30, N <A> escribiu:',
    'O 15/01/24 ás 14:30, N escribiu:',
    'De|Enviado|Para|Asunto',
    'luns, 15 de xaneiro de 2024 14:30',
    'Mensaxe orixinal',
  ],
  eu: [
    'Hau idatzi du N (A) erabiltzaileak (2024 urt. 15, al. (14:30)):',
    '2024(e)ko urt. 15(a), 14:30, N <A> erabiltzaileak hau idatzi du:',
    '2024/01/15 14:30(e)an, N igorleak idatzi zuen:',
    'Nork|Bidalia|Nori|Gaia',
    '2024(e)ko urtarrilaren 15a, astelehena 14:30',
    'Jatorrizko mezua',
  ],
  hr: [
    'pon, 15. sij 2024. u 14:30 N <A> napisao je:',
    'N <A> napisao je 15.01.2024. u 14:30:',
    'Dana 15. 01. 2024. u 14:30, N je napisao/la:',
    'Šalje|Poslano|Prima|Predmet',
    '15. siječnja 2024. 14:30',
    'Izvorna poruka',
  ],
  sr: [
    'пон, 15. јан 2024. у 14:30 N <A> је написао/ла:',
    '15.01.2024. у 14:30, N <A> је написао/ла:',
    'Дана 15.1.24. 14:30, N је написао/ла:',
    'Од|Послато|Коме|Тема',
    'понедељак, 15. јануар 2024. 14:30',
    'Оригинална порука',
  ],
  'sr-Latn': [
    'pon, 15. jan 2024. u 14:30 N <A> je napisao/la:',
    '15.01.2024. u 14:30, N <A> je napisao/la:',
    'Dana 15.1.24. 14:30, N je napisao/la:',
    'Od|Poslato|Za|Tema',
    'ponedeljak, 15. januar 2024. 14:30',
    'Originalna poruka',
  ],
  sl: [
    'V V pon., 15. jan. 2024 ob 14:30 je oseba N <A> napisala:',
    'Dne 15. jan. 2024 ob 14:30 je N <A> napisal(a):',
    'Dne 15. 01. 24 je ob 14:30 N napisal(a):',
    'Od|Poslano|Za|Zadeva',
    'ponedeljek, 15. januar 2024 14:30',
    'Izvirno sporočilo',
  ],
  mk: [
    'На пон., 15 јан. 2024 г. во 14:30 N <A> напиша:',
    'На 15 јан. 2024 г., во 14:30, N <A> напиша:',
    'На 15.1.24 во 14:30, N напиша:',
    'Од|Испратено|До|Предмет',
    'понеделник, 15 јануари 2024 г. 14:30',
    'Оригинална порака',
  ],
  lt: [
    '2024-01-15, pr, 14:30 N <A> rašė:',
    '2024-01-15 14:30, N <A> parašė:',
    '2024-01-15 14:30, N rašė:',
    'Nuo|Išsiųsta|Kam|Tema',
    '2024 m. sausio 15 d., pirmadienis 14:30',
    'Pradinis laiškas',
  ],
  lv: [
    'pirmd., 2024. g. 15. janv., plkst. 14:30 — lietotājs N (<A>) rakstīja:',
    '2024. g. 15. janv., plkst. 14:30, N <A> rakstīja:',
    '15.01.2024 14:30, N rakstīja:',
    'No|Nosūtīts|Kam|Tēma',
    'pirmdiena, 2024. gada 15. janvāris 14:30',
    'Sākotnējais ziņojums',
  ],
  et: [
    'Kuupäev E, 15. jaanuar 2024 kell 14:30 kirjutas N <A>:',
    'N <A> kirjutas 15.01.2024 kell 14:30:',
    '15.01.24 14:30 kirjutas N:',
    'Saatja|Saadetud|Adressaat|Teema',
    'esmaspäev, 15. jaanuar 2024 14:30',
    'Algne sõnum',
  ],
  is: [
    'Þann mán., 15. jan. 2024 kl. 14:30 skrifaði N <A>:',
    'Þann 15. jan. 2024 kl. 14:30 skrifaði N <A>:',
    'Þann 15.1.2024 14:30, skrifaði N:',
    'Frá|Sent|Til|Efni',
    'mánudagur, 15. janúar 2024 14:30',
    'Upprunaleg skilaboð',
  ],
  cy: [
    'Ar Llun, 15 Ion 2024 am 14:30 ysgrifennodd N <A>:',
    'Ar 15 Ion 2024, am 14:30, ysgrifennodd N <A>:',
    'Ar 15/01/2024 14:30, ysgrifennodd N:',
    'Oddi wrth|Anfonwyd|At|Pwnc',
    '15 Ionawr 2024 14:30',
    'Neges Wreiddiol',
  ],
  af: [
    'Op Ma. 15 Jan. 2024 om 14:30 het N <A> geskryf:',
    'Op 15 Jan. 2024, om 14:30, het N <A> geskryf:',
    'Op 2024/01/15 14:30 het N geskryf:',
    'Van|Gestuur|Aan|Onderwerp',
    'Maandag, 15 Januarie 2024 14:30',
    'Oorspronklike boodskap',
  ],
  sw: [
    'Mnamo Jtt, 15 Jan 2024 saa 14:30 N <A> aliandika:',
    'Mnamo 15 Jan 2024, saa 14:30, N <A> aliandika:',
    'Mnamo 15/01/2024 14:30, N aliandika:',
    'Kutoka|Imetumwa|Kwa|Mada',
    'Jumatatu, 15 Januari 2024 14:30',
    'Ujumbe Asili',
  ],
  fil: [
    'Noong Lun, Ene 15, 2024 nang 2:30 PM, sinulat ni N <A> ang:',
    'Noong Ene 15, 2024, nang 2:30 PM, isinulat ni N <A>:',
    'Noong 15/01/2024 14:30, isinulat ni N:',
    'Mula kay|Ipinadala|Para kay|Paksa',
    'Lunes, Enero 15, 2024 2:30 PM',
    'Orihinal na Mensahe',
  ],
  bn: [
    'সোম, ১৫ জানু, ২০২৪ তারিখে ২:৩০ PM টায় N <A> লিখেছেন:',
    '১৫ জানু ২০২৪ এ ২:৩০ PM টায়, N <A> লিখেছেন:',
    '১৫/১/২৪ ১৪:৩০ এ, N লিখেছেন:',
    'থেকে|পাঠানো হয়েছে|প্রতি|বিষয়',
    'সোমবার, ১৫ জানুয়ারী ২০২৪ ১৪:৩০',
    'মূল বার্তা',
  ],
  ta: [
    'திங்., 15 ஜன., 2024, பிற்பகல் 2:30 அன்று, N <A> எழுதியது:',
    '15 ஜன., 2024 அன்று 2:30க்கு, N <A> எழுதியது:',
    '15/1/24 14:30 அன்று, N எழுதியது:',
    'அனுப்புநர்|அனுப்பப்பட்டது|பெறுநர்|பொருள்',
    'திங்கள், 15 ஜனவரி, 2024 14:30',
    'அசல் செய்தி',
  ],
  ur: [
    'بتاریخ پیر، 15 جنوری، 2024 کو 2:30 PM بجے N <A> نے لکھا:',
    '15 جنوری 2024 کو 2:30 PM بجے N <A> نے لکھا:',
    '15/01/2024 14:30 کو N نے لکھا:',
    'منجانب|بھیجا گیا|بنام|موضوع',
    'پیر، 15 جنوری، 2024 2:30 PM',
    'اصل پیغام',
  ],
  mr: [
    'सोम, १५ जाने, २०२४ रोजी २:३० म.उ. वाजता N <A> ने लिहिले:',
    '१५ जाने, २०२४ रोजी २:३० वाजता, N <A> ने लिहिले:',
    '१५/१/२४ १४:३० रोजी, N ने लिहिले:',
    'प्रेषक|पाठविले|प्रति|विषय',
    'सोमवार, १५ जानेवारी २०२४ १४:३०',
    'मूळ संदेश',
  ],
  sq: [
    'Në datë hën, 15 jan 2024 në 14:30 N <A> shkroi:',
    'Më 15 jan 2024, në 14:30, N <A> shkroi:',
    'Më 15.1.24 14:30, N shkroi:',
    'Nga|Dërguar|Për|Subjekti',
    'e hënë, 15 janar 2024 14:30',
    'Mesazhi origjinal',
  ],
};

const ANSWER = 'Sure thing.\nTomorrow.';
const QUOTE = ['Can the team look at the third draft?', 'The numbers on page two seem old to me.'];
const MARKED = QUOTE.map((line) => `> ${line}`).join('\n');
const BARE = QUOTE.join('\n');
const NAMES = ['Replyline', 'Maria Lindqvist'];

const textOf = (text: string): string => extractReply({ mail: { text } }).text;
const filled = (line: string, name: string): string =>
  line
    .replace(/(^|[^\p{L}])N(?=[^\p{L}]|$|님)/u, (_all, before: string) => before + name)
    .replace(/([<(\u202a])A(?=[>)\u202c])/u, (_all, before: string) => `${before}r.q+abc@example.test`);

function wrapped(text: string, width: number): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    if (`${lines.at(-1)} ${word}`.trim().length > width) lines.push('');
    lines.push(`${lines.pop()} ${word}`.trim());
  }
  return lines.filter(Boolean).join('\n');
}

describe.each(Object.entries(LINES))('in %s', (_language, [gmail, apple, thunderbird, labels, date, original]) => {
  const attributions = NAMES.flatMap((name) => [gmail, apple, thunderbird].map((line) => filled(line, name)));

  it.each(attributions)('the answer ends above "%s"', (line) => {
    expect(textOf(`${ANSWER}\n\n${line}\n${MARKED}`)).toBe(ANSWER);
    expect(textOf(`${ANSWER}\n\n${line}\n\n${MARKED}`)).toBe(ANSWER);
    expect(textOf(`${ANSWER}\n\n> ${line}\n>\n${MARKED}`)).toBe(ANSWER);
    expect(textOf(`${ANSWER}\n\n${wrapped(line, 40)}\n${MARKED}`)).toBe(ANSWER);
  });

  it.each(attributions)('the answer ends above "%s" where no line is marked as quote', (line) => {
    expect(textOf(`${ANSWER}\n\n${line}\n\n${BARE}`)).toBe(ANSWER);
    expect(textOf(`${ANSWER}\n${line}\n\n${BARE}`)).toBe(ANSWER);
    expect(textOf(`${ANSWER}\n\n${wrapped(line, 60)}\n\n${BARE}`)).toBe(ANSWER);
  });

  it.each([
    ['as it is', (label: string) => `${label}:`],
    ['in bold', (label: string) => `*${label}:*`],
    ['with a space before the colon', (label: string) => `${label} :`],
    ['with a wide colon', (label: string) => `${label}：`],
  ])('the answer ends above the header of Outlook, %s', (_how, written) => {
    const [from, sent, to, subject] = labels.split('|').map(written);
    const header = `${from} Ada <ada@example.test>\n${sent} ${date}\n${to} Bob <bob@example.test>\n${subject} Re: x`;
    expect(textOf(`${ANSWER}\n\n${header}\n\n${BARE}`)).toBe(ANSWER);
    expect(textOf(`${ANSWER}\n\n________________________________\n${header}\n\n${BARE}`)).toBe(ANSWER);
    expect(textOf(`${ANSWER}\n\n-----${original}-----\n${header}\n\n${BARE}`)).toBe(ANSWER);
  });

  it(`the answer ends above "${original}" alone`, () => {
    expect(textOf(`${ANSWER}\n\n-------- ${original} --------\n\n${BARE}`)).toBe(ANSWER);
  });
});
