import { patternWithoutMarks } from './without-marks.js';

/** What stands before an absence note: it greets, it thanks, it is sorry, it cannot answer just now. Without accents. */
export const POLITE = patternWithoutMarks(
  new RegExp(
    [
      'dear|hello|\\bhi\\b|greeting|good (?:morning|day|afternoon)|thank|unfortunately|please note|message|e-?mail|automat',
      'sehr geehrt|\\bliebe|hallo|guten|grüß|dank|leider|bitte beacht|nachricht|bonjour|madame|monsieur|merci|malheureusement|veuillez noter',
      'hola|estimad|buen[oa]s|gracias|correo|\\bolá|prezad|\\bcar[oai]\\b|bom dia|obrigad|gentil|salve|buongiorno|grazie|geacht|beste|goedendag',
      '\\bhej|\\bhei\\b|tack|takk|\\btak\\b|hyvä|kiitos|dzień dobry|szanown|dzięk|dobrý|vážen|děk|ďak|tisztelt|köszön|bună|stimat|mulțum',
      'здравств|добр|уважаем|шановн|спасибо|дяку|благодар|αγαπητ|γεια|ευχαριστ|merhaba|sayın|teşekk|مرحب|السلام|شكر|שלום|תודה',
      "^[^\\p{L}]{0,9}auto-?(?:reply|respon|antwort)|(?:can(?:not|[’']t)|unable to) (?:answer|reply|respond)(?: to)? (?:you\\b|personally|at the moment|right now)",
      '(?:derzeit|zurzeit|momentan|im moment) .{0,40}nicht (?:be)?antworten|momenteel .{0,40}niet (?:be)?antwoorden',
      '(?:actuellement|pour le moment) .{0,40}répondre|(?:en este momento|no momento) .{0,40}responder|al momento .{0,40}risponder',
      'your mail|votre (?:courriel|courrier|mail)|(?:su|tu) mensaje|(?:suo|tuo) messaggio|sua mensagem|uw bericht',
      'ditt? (?:mail|mejl|meddelande)|(?:ваше|твоё) (?:письмо|сообщение)',
      'สวัสดี|ขอบคุณ|kính|chào|cảm ơn|yth|terima kasih|お世話|ありがと|您好|你好|谢|謝|안녕|감사',
    ].join('|'),
    'u',
  ),
);
