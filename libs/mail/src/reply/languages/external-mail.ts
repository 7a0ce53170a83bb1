const oneOf = (list: string): string => list.replace(/\s*\n\s*/g, '');

const WARNING =
  oneOf(`caution|warning|attention|achtung|vorsicht|warnung|hinweis|avertissement|mise en garde|prudence|precaución|advertencia|
  atención|aviso|atenção|cuidado|alerta|attenzione|avviso|avvertenza|let op|waarschuwing|opgelet|pas op|注意|警告|تحذير|تنبيه`);
const THIS_MAIL =
  oneOf(`(?:this|dieses?|ce|cet|cette|este|esta|esse|essa|questo|questa|dit|deze) (?:e-?mail|mail|message|nachricht|courriel|
  courrier|mensaje|correo|mensagem|messaggio|bericht)|この(?:電子)?(?:メール|メッセージ)|هذه الرسالة|هذا البريد`);
/** It comes, or was sent. */
const COMES =
  oneOf(`comes|came|originat|is|was|has been|kommt|stammt|wurde|ist|provient|vient|a été|procede|proviene|viene|se (?:ha )?(?:envi|origin)|
  fue|ha sido|è|foi|veio|vem|provém|komt|werd|は|وارد|مرسل|من`);
const OUTSIDE =
  oneOf(`outside|external|außerhalb|extern(?:e|en|er|em)?(?!\\p{L})|extérieur|exterior|externo|externa|fuera de|fora da|estern[oai]|
  buiten|組織外|社外|外部|من خارج|خارجي`);
const ORGANISATION =
  oneOf(`organi[sz]ation|company|unternehmen|firma|entreprise|société|organisme|organización|empresa|compañía|organizzazione|
  azienda|organisatie|bedrijf|organização|組織|会社|المؤسسة|المنظمة|الشركة`);
const EXTERNAL_MAIL =
  oneOf(`external (?:e-?mail|mail|message|sender)|externe[rs]? (?:e-?mail|mail|nachricht|absender|afzender|bericht)|
  (?:e-?mail|mail|courriel|message|expéditeur) externe|(?:e-?mail|correo|mensaje|remitente|mensagem|remetente) extern[oa]|
  (?:e-?mail|mail|messaggio|mittente) estern[oa]|(?:社外|外部)(?:からの)?(?:メール|送信者)|(?:بريد|رسالة|مرسل) خارجية?`);
const ADVICE =
  oneOf(`links?(?!\\p{L})|attachments?|anhänge|anlagen|liens|pièces jointes|enlaces|adjuntos|archivos|collegamenti|allegati|
  koppelingen|bijlagen|anexos|リンク|添付|الروابط|المرفقات`);

/** The shapes in which gateways say that a mail comes from elsewhere; whatever an administrator wrote, it is nearly always one of these. */
const SHAPES = [
  `(?:${WARNING})\\P{L}{1,6}(?:${THIS_MAIL}).{0,12}?(?:${COMES}).{0,80}?(?:${OUTSIDE})`,
  `(?:${WARNING})\\P{L}{1,6}(?:${EXTERNAL_MAIL})(?!\\p{L})`,
  `(?:${THIS_MAIL}).{0,12}?(?:${COMES}).{0,60}?(?:${OUTSIDE}).{0,20}?(?:${ORGANISATION})`,
  `(?:${EXTERNAL_MAIL})\\s{0,2}[:：.!|–—-].{0,200}?(?:${ADVICE})`,
  `(?<=[[(【<*])(?:${EXTERNAL_MAIL}|externe?|externo|esterno|社外|外部|خارجي)\\P{L}{0,3}$`,
].map((shape) => new RegExp(`^\\P{L}{0,6}${shape}`, 'u'));

/** Somebody says what they did or asks something: nobody's banner. */
export const PERSON =
  /(?<!\p{L})(?:i|i['’](?:m|ve|ll|d)|me|my|ich|mir|mich|mein|meine|je|j['’]ai|mon|ma|mes|yo|eu|io|ik|mijn)(?!\p{L})|[?？]/iu;

/** Whether a line, in lower case, is the banner of a gateway above mail that comes from outside. */
export const isExternalBanner = (line: string): boolean =>
  SHAPES.some((shape) => shape.test(line)) && !PERSON.test(line);
