import { listed } from './listed.js';

/** Words that close a letter, alone on their line, by language. Thanks are no such words: they may be all that a person says. */
const CLOSINGS_OF = {
  en: `regards|best regards|kind regards|warm regards|kindest regards|warmest regards|with kind regards|with best regards|with warm regards|many regards|
    sincerely|yours sincerely|sincerely yours|yours faithfully|yours truly|respectfully|respectfully yours|best wishes|with best wishes|warm wishes|with regards`,
  de: `mit freundlichen grüßen|mit freundlichen grüssen|mit freundlichem gruß|mit freundlichem gruss|freundliche grüße|freundliche grüsse|viele grüße|viele grüsse|
    beste grüße|beste grüsse|liebe grüße|liebe grüsse|schöne grüße|herzliche grüße|herzliche grüsse|mit besten grüßen|mit besten grüssen|mit herzlichen grüßen|
    mit lieben grüßen|mit kollegialen grüßen|mit herzlichem gruß|herzlichst|hochachtungsvoll|mfg`,
  lb: 'mat beschte gréiss|mat frëndleche gréiss|léif gréiss',
  nl: `met vriendelijke groet|met vriendelijke groeten|vriendelijke groeten|vriendelijke groet|hartelijke groet|hartelijke groeten|met hartelijke groet|met groet|
    groeten|groet|groetjes|hoogachtend|mvg`,
  af: 'groete|vriendelike groete|met vriendelike groete|beste groete|die uwe',
  fy: 'mei freonlike groetnis|groetnis',
  sv: 'med vänliga hälsningar|vänliga hälsningar|med vänlig hälsning|vänlig hälsning|bästa hälsningar|varma hälsningar|hälsningar|hälsning',
  da: 'venlig hilsen|med venlig hilsen|venlige hilsner|med venlige hilsner|bedste hilsner|de bedste hilsner|mange hilsner|kærlig hilsen',
  nb: 'vennlig hilsen|med vennlig hilsen|vennlige hilsener|beste hilsen|beste hilsener|mange hilsener|hilsen|mvh',
  is: 'kveðja|kær kveðja|bestu kveðjur|með kveðju|með bestu kveðju|með kærri kveðju|virðingarfyllst|með vinsemd og virðingu',
  fo: 'við heilsan|blíðar heilsur',
  fi: 'ystävällisin terveisin|parhain terveisin|terveisin|ystävällisesti|kunnioittavasti',
  et: 'lugupidamisega|parimate soovidega|heade soovidega|tervitades|tervitustega',
  lv: 'ar cieņu|ar sveicieniem|visu labu',
  lt: 'pagarbiai|su pagarba|geriausi linkėjimai|linkėjimai',
  fr: `cordialement|très cordialement|bien respectueusement|bien cordialement|cordialement vôtre|bien à vous|sincères salutations|cordiales salutations|salutations|meilleures salutations|
    salutations distinguées|sincèrement|bien sincèrement|respectueusement|amicalement|bien amicalement|cdlt`,
  oc: 'coralament',
  br: 'a galon',
  es: `saludos|saludos cordiales|un saludo|un cordial saludo|cordial saludo|cordiales saludos|reciba un cordial saludo|reciban un cordial saludo|recibe un cordial saludo|un saludo cordial|atentamente|muy atentamente|cordialmente`,
  ca: 'salutacions|una salutació|salutacions cordials|atentament|cordialment',
  gl: 'un saúdo|saúdos|saúdos cordiais',
  eu: 'agur bero bat|adeitasunez|begirunez|ondo izan',
  pt: 'atenciosamente|cumprimentos|com os melhores cumprimentos|melhores cumprimentos|saudações|respeitosamente',
  it: `cordiali saluti|distinti saluti|saluti|un saluto|un cordiale saluto|i migliori saluti|tanti saluti`,
  rm: 'cordials salids',
  mt: 'tislijiet|inselli għalik',
  ro: 'cu stimă|cu respect|cu prietenie|toate cele bune',
  sq: 'me respekt|përshëndetje|me nderime|gjithë të mirat',
  pl: `pozdrawiam|z poważaniem|z pozdrowieniami|serdecznie pozdrawiam|pozdrawiam serdecznie|serdeczne pozdrowienia|łączę pozdrowienia|z wyrazami szacunku|
    łączę wyrazy szacunku`,
  cs: 's pozdravem|s přátelským pozdravem|se srdečným pozdravem|s úctou',
  sk: 's pozdravom|s priateľským pozdravom|so srdečným pozdravom',
  sl: 'lep pozdrav|lepe pozdrave|prijazen pozdrav|lepo pozdravljeni|s spoštovanjem',
  hr: 'srdačan pozdrav|lijep pozdrav|lijepi pozdrav|pozdrav|srdačno|s poštovanjem|sa poštovanjem',
  sr: 'поздрав|срдачан поздрав|леп поздрав|с поштовањем|са поштовањем',
  mk: 'со почит|срдечен поздрав|срдечни поздрави',
  bg: 'поздрави|с уважение|с поздрави|сърдечни поздрави|най-добри пожелания|с най-добри пожелания',
  ru: 'с уважением|с наилучшими пожеланиями|с уважение|всего доброго|всего наилучшего',
  uk: 'з повагою|з найкращими побажаннями|усього найкращого|всього найкращого',
  be: 'з павагай|з найлепшымі пажаданнямі',
  hu: 'üdvözlettel|szívélyes üdvözlettel|baráti üdvözlettel|üdvözlettel:|tisztelettel|tisztelettel:',
  el: 'με εκτίμηση|με φιλικούς χαιρετισμούς|χαιρετισμούς|φιλικά|με τιμή',
  tr: 'saygılarımla|saygılarımızla|saygılar|iyi çalışmalar|sevgiler|selamlar',
  az: 'hörmətlə|hörmətlərimlə|ən xoş arzularla',
  kk: 'құрметпен|ізгі ниетпен|ізгі тілекпен',
  ky: 'урматтоо менен|урмат менен',
  uz: 'hurmat bilan|ҳурмат билан',
  tg: 'бо эҳтиром',
  mn: 'хүндэтгэсэн|хүндэтгэн ёсолсон',
  ka: 'პატივისცემით|საუკეთესო სურვილებით',
  hy: 'հարգանքով|լավագույն մաղթանքներով',
  he: 'בברכה|בברכה רבה|בכבוד רב|כל טוב|בידידות',
  ar: `مع التحية|مع تحياتي|مع خالص التحية|مع خالص تحياتي|مع أطيب التحيات|أطيب التحيات|خالص التحية|تحياتي|مع فائق الاحترام|والسلام|
    تفضلوا بقبول فائق الاحترام|وتفضلوا بقبول فائق الاحترام`,
  fa: 'با احترام|با احترام فراوان|ارادتمند|با آرزوی موفقیت',
  ur: 'والسلام|خیر اندیش|نیک خواہشات کے ساتھ',
  hi: 'सादर|भवदीय|भवदीया|शुभकामनाओं सहित',
  mr: 'आपला विश्वासू|आपली विश्वासू',
  bn: 'শুভেচ্ছা|শুভেচ্ছান্তে|শুভেচ্ছাসহ|বিনীত|শ্রদ্ধাসহ',
  pa: 'ਸਤਿਕਾਰ ਸਹਿਤ',
  gu: 'આપનો વિશ્વાસુ',
  ta: 'அன்புடன்|இப்படிக்கு|மரியாதையுடன்',
  te: 'భవదీయుడు|గౌరవంతో',
  kn: 'ವಂದನೆಗಳೊಂದಿಗೆ|ಇಂತಿ',
  ml: 'ആദരവോടെ|വിശ്വസ്തതയോടെ',
  si: 'ගෞරවයෙන්',
  th: 'ขอแสดงความนับถือ|ด้วยความเคารพ|ด้วยความเคารพอย่างสูง|ด้วยความนับถือ',
  lo: 'ດ້ວຍຄວາມນັບຖື',
  km: 'ដោយក្តីគោរព',
  my: 'လေးစားစွာဖြင့်',
  vi: 'trân trọng|trân trọng kính chào|thân mến|thân ái|kính thư',
  id: 'hormat saya|hormat kami|salam hormat|salam hangat',
  ms: 'yang benar|yang ikhlas|salam mesra|sekian, terima kasih|sekian',
  fil: 'lubos na gumagalang|taos-pusong sumasainyo',
  sw: 'wako|wako mwaminifu|kwa heshima',
  zu: 'ozithobayo',
  cy: 'cofion|cofion gorau|cofion cynnes|yn gywir|yr eiddoch yn gywir',
  ga: 'le meas|is mise le meas|le dea-mhéin|le gach dea-ghuí',
  gd: 'le dùrachd|leis gach deagh dhùrachd',
  eo: 'amike|kore salutas',
  ko: '敬上|감사합니다 드림',
  ja: `敬具|草々|かしこ|以上|よろしくお願いします|よろしくお願い致します|よろしくお願いいたします|宜しくお願いします|宜しくお願い致します|宜しくお願いいたします|
    以上、よろしくお願いします|以上、よろしくお願い致します|以上、よろしくお願いいたします|以上、宜しくお願い致します|以上、宜しくお願いいたします|
    以上よろしくお願いいたします|何卒よろしくお願いいたします|何卒よろしくお願い申し上げます|どうぞよろしくお願いいたします|引き続きよろしくお願いいたします`,
  zh: `此致|敬礼|敬禮|此致敬礼|此致敬禮|此致 敬礼|此致 敬禮|祝好|祝 好|商祺|祝商祺|顺颂商祺|顺祝商祺|敬祝商祺|順頌商祺|順祝商祺|顺颂 商祺|顺祝 商祺|敬祝 商祺|
    順頌 商祺|順祝 商祺|敬祝|顺颂|順頌|顺祝|順祝|祝工作顺利|祝工作順利`,
};

/** Words that close a letter above its writer's name, and may be all that a person says elsewhere. */
const ABOVE_NAME = `best|all the best|all my best|yours|warmly|lg|vg|bg|gruß|gruss|grüße|schönen gruß|schöne grüsse|bien à toi|cdt|abrazo|un abrazo|abrazos|
  una abraçada|unha aperta|abraço|abraços|abs|att|atte|cumps|cari saluti|un caro saluto|gr|grtjs|hälsn|vh|kh|yt|terv|pozdr|zdraví|lp|üdv|с ув|з пов|agur|
  thân|salam|сәлеммен|salutamos`;

const CLOSINGS = new Set(Object.values(CLOSINGS_OF).flatMap(listed));
const CLOSINGS_ABOVE_NAME = new Set(listed(ABOVE_NAME));

const bare = (words: string): string =>
  words
    .replace(/[,.!،，。、:：-]+$/, '')
    .trim()
    .toLowerCase();

const closes = (words: string): boolean => CLOSINGS.has(bare(words));

/** Whether a line closes a letter if the name of who writes stands below it: "Best,". */
export const isClosingAboveName = (line: string): boolean => CLOSINGS_ABOVE_NAME.has(bare(line));

/** Also in two languages: "Mit freundlichen Grüßen / Kind regards". */
export const isClosing = (line: string): boolean =>
  line.length <= 60 && (closes(line) || (/[/|]/.test(line) && line.split(/ ?[/|] ?/).every(closes)));

/** "Ada presents": how letters are signed in Korean. What else is presented so is no name. */
export const isPresented = (line: string): boolean =>
  /^(?!감사|인사|축하|안내|부탁|말씀|연락|자료|답변)[가-힣]{2,4} (?:드림|올림|배상)\.?$/.test(line.trim());

/** All that closes a letter, in every language. */
export const CLOSING_WORDS: readonly string[] = [...CLOSINGS];
