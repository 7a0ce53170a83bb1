/** How one mail system tells that it could not deliver, where it does not follow RFC 3464. */
export interface Dialect {
  readonly name: string;
  /** Says that a mail is of this system: in its subject or its text. */
  readonly mark: RegExp;
  /** The address of a recipient is the first group. */
  readonly recipient: RegExp;
  /** What it says where it only has not delivered yet; it goes on trying. */
  readonly delay?: RegExp;
  /** Its mark is words that other software writes or quotes as well: only what a postmaster writes counts. */
  readonly isPlain?: true;
}

const NOT_OF_ADDRESS = `@\\s<>()\\[\\]:;,"'|（）：`;
/** It begins where a word does: else a word of a million letters would be tried at each of them. */
const ADDRESS = `(?<![^${NOT_OF_ADDRESS}])[^${NOT_OF_ADDRESS}]{1,200}@[^${NOT_OF_ADDRESS}]{1,200}`;
const recipient = (pattern: string): RegExp => new RegExp(pattern.replace('ADDRESS', `(${ADDRESS})`), 'gim');

/** `<bob@example.org>: reason` at the beginning of a line. */
const BRACKETED = recipient('^[ \\t]*<ADDRESS>:?');
/**
 * `bob@example.org` alone at the beginning of a line, perhaps with something behind it; of GMX and 1&1 between
 * quotation marks.
 */
const ON_ITS_LINE = recipient('^[ \\t]*[<"]?ADDRESS[>"]?(?=[\\s,;:(]|$)');
const ANYWHERE = recipient('ADDRESS');

/** A mail that is late, in the words that servers have for it. */
const LATE =
  /\bdelay(?:ed)?\b|not yet been delivered|will (?:keep trying|retry)|verzögert|retardée?|retrasad|ritardat|vertraagd|försena[dt]|forsinke|opóźnion|задерж|отложен|延迟|延遲|遅延|遅れて|지연/i;

/**
 * The dialects, the most telling mark first. All marks are fixed words with bounded gaps, so that reading one takes time linear
 * in its text. To teach another one: a line here, and a case in the corpus.
 */
export const DIALECTS: readonly Dialect[] = [
  { name: 'qmail', mark: /this is the qmail-send program|this is the .{1,60} program at/i, recipient: BRACKETED },
  { name: 'yahoo', mark: /unable to deliver (?:your )?message to the following address/i, recipient: BRACKETED },
  {
    name: 'gmail',
    mark: /delivery to the following recipients? (?:failed|has been delayed)|your message (?:wasn[’']t|couldn[’']t be) delivered to|temporary problem delivering your message|message not delivered/i,
    recipient: ANYWHERE,
    delay: /has been delayed|temporary problem delivering|status notification \(delay\)/i,
  },
  {
    name: 'exim',
    isPlain: true,
    mark: /created automatically by mail delivery software/i,
    recipient: ON_ITS_LINE,
    delay: /has not (?:yet )?been delivered|message .{1,40} delayed/i,
  },
  {
    name: 'postfix',
    mark: /this is the mail system at host|this is the postfix program at host/i,
    recipient: BRACKETED,
    delay: /this is a warning only/i,
  },
  {
    name: 'sendmail',
    mark: /the following addresses had (?:permanent|transient|delivery)|----- transcript of session follows/i,
    recipient: ON_ITS_LINE,
    delay: /transient non-fatal errors|could not send message for past/i,
  },
  {
    name: 'exchange',
    mark: /did not reach some or all of the intended recipients|delivery (?:has failed|is delayed) to these recipients|fehler bei der nachrichtenzustellung|échec de la remise (?:pour|à) ces destinataires|no se pudo entregar (?:el mensaje )?a (?:estos|los siguientes) destinatarios/i,
    recipient: ANYWHERE,
    delay: /delivery is delayed|delivery delayed/i,
  },
  { name: 'notes', mark: /was not delivered to:|delivery failure: /i, recipient: ON_ITS_LINE },
  {
    name: 'amazon-ses',
    mark: /error occurred while trying to deliver the mail to the following recipients/i,
    recipient: ON_ITS_LINE,
  },
  {
    name: 'ironport',
    mark: /the following message to <.{1,250}> was undeliverable/i,
    recipient: recipient('to <ADDRESS>'),
  },
  { name: 'communigate', mark: /failed to deliver to '/i, recipient: recipient("to '(?:SMTP:)?ADDRESS'") },
  {
    name: 'mailgun',
    mark: /the following messages? could not be delivered|message could not be delivered to/i,
    recipient: ANYWHERE,
  },
  {
    name: 'smail',
    mark: /failed addresses follow:|message log follows:/i,
    recipient: recipient('^[ \\t]*<?ADDRESS>?'),
    delay: /warning: .{0,80}not yet/i,
  },
  {
    name: 'german',
    isPlain: true,
    mark: /konnte (?:leider )?(?:an .{0,60})?nicht (?:zugestellt|ausgeliefert) werden|(?:wurde|worden) nicht zugestellt|unzustellbar|nicht zustellbar|zustellfehler/i,
    recipient: ANYWHERE,
    delay: /noch nicht zugestellt|verzögert/i,
  },
  {
    name: 'russian',
    isPlain: true,
    mark: /не может быть (?:доставлено|отправлено)|не удалось доставить|недоставленное сообщение/i,
    recipient: ANYWHERE,
    delay: /пока не (?:доставлено|удалось)/i,
  },
  {
    name: 'chinese',
    isPlain: true,
    mark: /邮件被退回|退信|无法(?:发送|传递|投递|送达)|未送达|無法(?:寄送|傳遞|遞送)|未傳遞|郵件退回/,
    recipient: ANYWHERE,
  },
  {
    name: 'japanese',
    isPlain: true,
    mark: /配信(?:できません|不能|に失敗)|配送できません|送信できませんでした|届けられません|お届けできません/,
    recipient: ANYWHERE,
  },
  {
    name: 'courier',
    mark: /running the courier mail server/i,
    recipient: BRACKETED,
    delay: /delayed/i,
  },
  { name: 'aol', mark: /your mail to the following recipients could not be delivered/i, recipient: ON_ITS_LINE },
  {
    name: 'other',
    isPlain: true,
    mark: /undeliver(?:able|ed)|(?:could|can) ?not be delivered|(?:was|were|been) not (?:been )?delivered|failed to be delivered|(?:mail|message|delivery) (?:delivery )?(?:failed|failure)|returned (?:mail|to sender)|delivery status notification|non remis|non (?:è stat[oa] )?(?:recapitat|consegnat)|mancat[oa] (?:recapito|consegna)|no entregad|niet (?:worden )?bezorgd|kunde inte levereras|kunne ikke leveres|nie ?(?:(?:mogła|została) )?(?:zostać )?do(?:starczon|ręczon)|teslim edilemedi|não (?:foi|pôde ser) entregue|n[’']a pas pu être (?:remis|distribué|délivré)|no se (?:puede|pudo) entregar|non recapitabile|onbestelbaar|kan (?:inte|ikke) levereras?|ei (?:voitu|voida) toimittaa|nie można dostarczyć|nedoručiteln|kézbesíthetetlen|недоставлен|не удается доставить|не вдалося доставити|не доставлено|(?:was|has been) (?:blocked|rejected|bounced|refused)|has not been delivered|전송되지|배달되지|전송 실패|전송하지 못/i,
    recipient: ANYWHERE,
    delay: LATE,
  },
];

/** A report that was asked for, and tells that all is well. */
export const DELIVERED =
  /(?<!(?:\bnot|n[’']t) (?:be(?:en)? |yet ){0,2})\bsuccessfully (?:delivered|relayed)|\bsuccess(?:ful)? (?:mail )?delivery|status notification \(success\)/i;

/** Of a mail that a field calls a report: it is one in whatever language. */
export const ANY_WORDS: Dialect = { name: 'any', mark: /^/, recipient: ANYWHERE, delay: LATE };

/** Where the copy of the message that came back begins: the addresses in it are not those that failed. */
export const COPY =
  /^.{0,30}(?:below this line is a copy|this is a copy of the message|copy of (?:your|the) message|original message(?= follows| ?-)|unsent message below|undelivered message follows|message header follows|message header|message text follows|returned message|the header of the original|ваше письмо ниже|以下是(?:原邮件|被退回邮件)的内容).{0,80}$/im;
