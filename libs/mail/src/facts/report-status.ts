/** What becomes of a message, in words that servers write where they give no code of RFC 3463. The first that is found counts. */
const WORDS: readonly (readonly [status: string, words: RegExp])[] = [
  [
    '5.2.2',
    /mailbox (?:of .{1,40} |for .{1,40} )?(?:is )?(?:already )?full\b|over ?quota|quota (?:is )?exceeded|exceeded (?:its |the )?(?:storage|quota)|(?:storage|mailbox size|mailbox) limit/,
  ],
  [
    '5.2.2',
    /postfach .{0,40}voll|bo[iî]te .{0,40}pleine|buz[oó]n .{0,40}lleno|邮箱已满|邮箱空间不足|переполнен|przepełnion|casella .{0,40}piena|caixa .{0,40}cheia|postvak .{0,40}vol\b/,
  ],
  // Before what blames the recipient: they say it of the sender, of the line or of the message in much the same words.
  [
    '5.7.1',
    /sender (?:address |domain )?(?:rejected|denied|verif|unknown|blocked)|domain of sender|(?:un)?able to relay|not? (?:permit.{0,10} to )?relay|relay(?:ing)? (?:access |is )?(?:denied|not|prohibited)/,
  ],
  // Not where it only tells what was checked besides, and passed.
  [
    '5.7.1',
    /\b(?:spf|dkim|dmarc)\b(?!(?: check| policy)?(?::? ?(?:is )?|=)(?:pass|none)).{0,40}(?:fail|check|polic|reject|evaluat|align|did not|not found)|unauthenticated/,
  ],
  ['4.7.0', /too many (?:connections|messages|recipients|invalid|errors|concurrent|requests)|(?:rate|frequency) limit/],
  ['4.7.0', /throttl|gr[ea]y-?list|temporar(?:y|ily)/],
  ['5.3.4', /message (?:is |was )?too (?:large|big|long)|exceeds? .{0,40}(?:message )?size|邮件过大/],
  [
    '5.2.1',
    /(?:account|mailbox|user|recipient|address) .{0,40}(?:disabled|inactive|suspended|deactivated|discontinued|locked)/,
  ],
  ['5.2.1', /not accepting (?:mail|messages)|账号已停用|заблокирован|отключ[её]н/],
  [
    '5.1.2',
    /host (?:unknown|not found)|unknown host|domain .{0,40}(?:not found|does ?n[o'’]t exist|unknown)|no such (?:host|domain)/,
  ],
  ['5.1.2', /find any host|name or service not known|unroutable domain|域名不存在/],
  [
    '5.1.1',
    /user unknown|unknown user|unknown (?:recipient|address|local part)|no such (?:user|mailbox|recipient|person|address)/,
  ],
  [
    '5.1.1',
    /(?:does ?n[o'’]t|not) (?:have an? .{0,60}account|exist)|could ?n[o'’]t be found|not found|not listed in|recipnotfound/,
  ],
  [
    '5.1.1',
    /invalid (?:recipient|mailbox|address|user)|no mailbox here|does not like recipient|unrouteable address|no valid recipients/,
  ],
  [
    '5.1.1',
    /unbekannt|existiert nicht|inconnue?|n['’]existe pas|no existe|non esiste|sconosciuto|onbekend|bestaat niet/,
  ],
  [
    '5.1.1',
    /不存在|查无此人|не существует|не існує|нет такого|пользователь не найден|存在しません|見つかりません|존재하지/,
  ],
  [
    '5.7.1',
    /spam|blacklist|block ?list|blocked|policy|denied|not authori[sz]ed|prohibited|reputation|unsolicited|拒绝|отклонено/,
  ],
  [
    '5.7.1',
    /\b(?:dnsbl|rbl|dt:spm|hl:ip[bf])\b|\d .{0,40}(?<!not )listed (?:in|at|by|on)\b|content (?:was |is )?(?:rejected|refused)/,
  ],
  ['5.7.1', /(?<!\bno )(?:virus|malware) .{0,20}(?:detected|found)|(?:contains?|infected) .{0,20}(?:virus|malware)/],
  ['4.7.0', /try (?:again )?later|try again in/],
  ['4.4.7', /timed? ?out|time limit|retry (?:time|timeout)|too long|expired|unreachable|connection refused|超时/],
];

/** RFC 5321 §4.2.3: what a reply code says by itself. Of most failures a server means only that it does not want the mail. */
const CODES: Readonly<Record<string, string>> = {
  421: '4.4.2',
  450: '4.2.0',
  451: '4.3.0',
  452: '4.2.2',
  551: '5.1.6',
  552: '5.2.2',
  553: '5.1.3',
  556: '5.1.10',
};

/** A server says in its first lines why; the copy of a message below may say anything. */
const MAX_REASON = 4_000;

/** Of an address (an IP address looks similar) or of a version, no part is a code. */
const ENHANCED = /(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.]*\d)/g;
/** They say nothing but that it failed; whoever quotes another server's words behind them says more. */
const VAGUE = /^5\.[01]\.0$/;
const REPLY_CODE = /(?<![\d.#-])[45][0-7]\d(?![\d.]*\d)/;

const UNKNOWN_BY_POLICY =
  /\b550[ -]5\.7\.1[ :-]{0,3}(?:<[^<>]{1,250}>[ :.]{0,3})?(?:recipient address rejected: )?(?:no such (?:user|mailbox|recipient)|user unknown|unknown (?:user|recipient))\b(?!.{0,200}(?:spam|block|listed|reputation|polic|denied|authori[sz]|authenticat|\bspf\b|dkim|dmarc|\brbl\b))/s;

/**
 * Exchange Online says so of an address that its directory does not have; where that is not complete, some have a
 * mailbox elsewhere.
 */
const UNKNOWN_AT_THE_EDGE =
  /\b550[ -]5\.4\.1[ :-]{0,3}(?:\[[^[\]]{1,250}\][ :.]{0,3})?recipient address rejected: access denied/;

/**
 * Some servers (Yandex) give the code of a policy, say right behind it that there is no such mailbox, and name no
 * policy; Exchange Online gives that of a route. The code that fits what they say.
 */
export function unknownInWords(reason: string): string | undefined {
  const said = reason.slice(0, MAX_REASON).toLowerCase();
  if (UNKNOWN_BY_POLICY.test(said)) return '5.1.1';
  return UNKNOWN_AT_THE_EDGE.test(said) ? '5.1.0' : undefined;
}

export function enhancedIn(text: string): string | undefined {
  const found = text.slice(0, MAX_REASON).match(ENHANCED) ?? [];
  return found.find((code) => !VAGUE.test(code)) ?? found[0];
}

const wordedIn = (lowerCase: string): string | undefined => WORDS.find(([, words]) => words.test(lowerCase))?.[0];

/** Of policies digests tell too, and that a mailbox is full also its own owner is told. */
const OF_RECIPIENT = /^5\.1\./;

/** Whether a text gives a reason as only reports do: a code of RFC 3463, or words for what is wrong with a recipient. */
export const givesReason = (text: string): boolean =>
  enhancedIn(text) !== undefined || OF_RECIPIENT.test(wordedIn(text.slice(0, MAX_REASON).toLowerCase()) ?? '');

/** A status code (RFC 3463) for a reason as a server or its postmaster put it; `undefined` where it says nothing. */
export function statusIn(reason: string): string | undefined {
  const text = reason.slice(0, MAX_REASON).toLowerCase();
  const enhanced = unknownInWords(text) ?? enhancedIn(text);
  if (enhanced !== undefined && !enhanced.endsWith('.0.0')) return enhanced;
  const code = REPLY_CODE.exec(text)?.[0];
  const worded = wordedIn(text);
  // What a server refuses now it may take later, whatever it says besides.
  if (worded !== undefined && !code?.startsWith('4')) return worded;
  if (code !== undefined) return CODES[code] ?? `${code[0]}.0.0`;
  return enhanced ?? worded;
}
