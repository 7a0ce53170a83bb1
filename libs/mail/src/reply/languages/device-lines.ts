import { listed } from './listed.js';

/** Lines that devices and programs add, whole line, without the full stop. `X` stands for up to six words. */
export const DEVICE_LINES = `sent from X|sent from my X|sent via X|sent using X|sent with X|get X for ios|get X for android|get X for mobile|get X for mac|
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
export const KNOWN_LINES = `inviato con X|enviado con X|enviado com X|poslato sa X|poslato s X|poslano iz X|sent úr X|sent með X|nire X bidalia|anfonwyd o fy X|
  seolta ó mo X|seolta ó m'X|seolta ó m’X|ipinadala mula sa X|gestuur vanaf my X|X құрылғымнан жіберілді|X құрылғысынан жіберілді|менің X жіберілді|испратено од мојот X|
  адпраўлена з майго X|dërguar nga X im|ուղարկվել է իմ X|გაგზავნილია ჩემი X|миний X илгээв|миний X илгээсэн|imetumwa kutoka kwa X yangu|imetumwa kutoka X yangu|
  আমার X থেকে পাঠানো|আমার X থেকে পাঠানো হয়েছে|எனது X அனுப்பப்பட்டது|میرے X سے بھیجا گیا|माझ्या X पाठवले|enviado desde o meu X|enviado dende o meu X`;

/** "My" and articles, which stand before what a line names. */
export const POSSESSIVES = `my|mein|meinem|meiner|mon|ma|mi|meu|minha|o|mio|mia|il mio|mijn|min|mitt|mit|mojego|mojej|mého|môjho|mog|mojega|aking|az|to|το|mana|mano|
  τη|την|моего|моей|мого|моєї|моя|моят|ال|الـ`;
/** What it is, before its name. */
export const THINGS = `device|gerät|dispozitivul meu|appareil|appareil mobile|téléphone|dispositivo|dispositivo mobile|dispositivo móvil|móvil|celular|telemóvel|smartphone|toestel|
  apparaat|mobiltelefon|telefon|enhet|enhed|puhelimesta|urządzenia|telefonu|zařízení|zariadenia|устройства|смартфона|телефона|телефону|пристрою|
  мобильной|мобильного приложения|приложения|aplikacji|aplikacji mobilnej|aplikace|mobilní aplikace|la messagerie sécurisée|
  l'email sicura|l’email sicura|el correo seguro de|o e-mail seguro|o email seguro`;
/** A telephone that has no name. */
export const PHONES = `phone|mobile|mobile phone|mobile device|cell|cell phone|cellphone|smartphone|tablet|handy|mobiltelefon|téléphone|téléphone portable|
  portable|móvil|teléfono|celular|telemóvel|telefone|cellulare|telefono|telefonino|telefoon|mobiel|mobieltje|telefonu|telefon|mobil|mobilen|
  mobilu|puhelimesta|telefonom|mobiltelefonomról|телефона|смартфона|мобильного|телефону|κινητό|κινητό μου|آیفون|آیفون من|
  手机|手機|华为手机|小米手机|荣耀手机|红米手机|三星手机`;

/** What devices write, in every language. */
export const DEVICE_WORDS: readonly string[] = [
  ...[DEVICE_LINES, KNOWN_LINES, POSSESSIVES, THINGS, PHONES].flatMap((table) => listed(table.replaceAll('X', ' '))),
  'ps',
  'the most secure mobile device via the network',
  'managed secured protected by',
];
