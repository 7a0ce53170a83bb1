import { listed } from './listed.js';

/** What people end a letter with, one word of which is enough: thanks, wishes, regards. */
const KIND_WORDS = `thanks|thank|thx|ta|nice|good|great|schönes|schönen|schöne|bonne|bon|excellente|buona|buon|cordialità|fijn|fijne|miłego|hezký|pěkný|pekný|хорошего|доброго|гарного|szép|thanx|cheers|best|regards|rgds|wishes|greetings|sincerely|truly|faithfully|respectfully|cordially|br|kr|
  danke|dank|dankeschön|gruß|gruss|grüße|grüsse|grüßen|grüssen|grüßle|lg|vg|mfg|bg|hg|bedankt|groet|groeten|groetjes|gr|mvg|hoogachtend|
  merci|mercis|cordialement|cdlt|sincèrement|amicalement|salutations|respectueusement|amitiés|journée|soirée|
  gracias|saludos|saludo|atentamente|atte|abrazo|abrazos|obrigado|obrigada|abraço|abraços|abs|att|atenciosamente|cordialmente|cumprimentos|grato|grata|
  grazie|saluti|saluto|giornata|serata|tack|tak|takk|hälsning|hälsningar|hilsen|hilsener|hilsner|mvh|vh|kiitos|kiitoksia|terveisin|terveiset|ystävällisesti|
  pozdrawiam|pozdrowienia|pozdrowieniami|dziękuję|dzięki|poważaniem|pozdravem|pozdravom|pozdrav|děkuji|děkuju|díky|ďakujem|vďaka|
  üdvözlettel|üdv|köszönettel|köszönöm|tisztelettel|mulțumesc|stimă|hvala|lp|poštovanjem|spoštovanjem|lugupidamisega|pagarbiai|cieņu|aitäh|ačiū|paldies|
  спасибо|уважением|благодарю|пожеланиями|дякую|повагою|побажаннями|благодаря|поздрави|уважение|ευχαριστώ|εκτίμηση|χαιρετισμούς|φιλικά|
  teşekkürler|teşekkür|saygılarımla|saygılarımızla|saygılar|selamlar|çalışmalar|תודה|בברכה|شكرا|شكراً|تحياتي|تحيات|ممنون|احترام|धन्यवाद|सादर|
  cảm|trân|terima|salam|hormat`;

/** What stands around it. */
const AROUND = `a|again|advance|all|and|bunch|day|everyone|evening|for|good|great|have|help|in|kind|kindest|lot|lots|many|much|nice|ps|so|the|very|warm|warmest|week|
  weekend|million|with|you|your|yours|aus|beste|besten|bester|dem|einen|freundlich|freundliche|freundlichem|freundlichen|freundlicher|herzliche|herzlichen|herzlicher|im|
  liebe|lieben|lieber|mit|schöne|schönen|schöner|schönes|sehr|sonnige|tag|und|viele|vielen|voraus|vorab|wochenende|feierabend|week-end|přáním|hezkého|dne|alvast|hartelijke|met|vriendelijke|veel|
  avance|beaucoup|belle|bien|bon|bonne|d'avance|distinguées|et|meilleures|par|sincères|toi|vous|vôtre|à|y|e|antemano|buen|con|cordial|cordiales|de|día|muchas|un|una|
  boa|bom|com|dia|melhores|muito|os|tarde|um|buona|cordiali|distinti|mille|tante|med|mycket|mange|tusen|vänlig|vänliga|venlig|venlige|vennlig|vennlige|bästa|bedste|på|förhand|forhånd|
  ystävällisin|parhain|terveisin|paljon|serdecznie|góry|z|i|dobrego|dnia|s|přátelským|předem|moc|hezký|hezky|pekný|pěkný|den|deň|víkend|přeji|srdečným|cu|o|zi|bună|lep|lijep|srdačan|ar|с|з|и|большое|наилучшими|найкращими|
  заранее|με|πολύ|çok|ederim|iyi|רבה|רב|مع|جزيلا|أطيب|با|ơn|trọng|kasih|banyak|&`;

const KIND = new Set(listed(KIND_WORDS));
const ANY = new Set([...KIND, ...listed(AROUND)]);

const MAX_LINE = 60;
const MAX_WORDS = 8;
/** "Viele Grüße aus Lindau", "Best from Leeds". */
const FROM_PLACE = / (?:aus|from|uit|desde|från|fra|de|da|din|z|ze|из) (?:\p{Lu}[\p{L}\p{M}.-]{1,30} ?){1,3}$/u;
const CAPITAL = /^\p{Lu}/u;

/**
 * Whether a line does nothing but thank and wish well, perhaps somebody by name. More than that says something, and may
 * introduce what stands below.
 */
export function isCourtesy(text: string): boolean {
  const line = text.trim();
  if (line.length > MAX_LINE || /[\p{N}:：?？@]/u.test(line)) return false;
  return isOfKindWords(line);
}

/** One word may be another one: "Thanks Ada", "Mit sonnigen Grüßen"; in the end a name: with "Thanks to" a sentence goes on. */
function isOfKindWords(line: string): boolean {
  const words = line
    .replace(/[\s,.!;，。！-]+$/u, '')
    .replace(FROM_PLACE, '')
    .split(/[\s,/|]+/);
  if (words.length > MAX_WORDS || !ANY.has(words[0]!.toLowerCase())) return false;
  const others = words.filter((word) => !ANY.has(word.toLowerCase()));
  const isOpen = others.length === 1 && others[0] === words.at(-1) && !CAPITAL.test(others[0]!);
  return words.some((word) => KIND.has(word.toLowerCase())) && others.length <= 1 && !isOpen;
}

/** What such lines are made of, in every language. */
export const COURTESY_WORDS: readonly string[] = [...ANY];
