import type { InboundMail } from '../mail.js';

const ANSWERS: readonly (string | undefined)[] = ['REPLY', 'COUNTER', 'REFRESH'];

/** What calendars write of their own on the first line, in lower case: that somebody decided, … */
const DECIDED =
  /accepted|declined|(?:replied|responded) ["“]?\p{L}|angenommen|abgelehnt|zugesagt|abgesagt|accepté|refusé|décliné|aceptado|rechazado|accettato|rifiutato|aceitou|recusou|geaccepteerd|afgewezen|geweigerd|accepterat|tackat|accepteret|afvist|akseptert|avslått|zaakceptow|odrzuci|принял|отклонил|承諾しました|辞退しました|接受了|拒绝了|수락했습니다|거절했습니다/u;
/** … and on what. */
const INVITATION =
  /invit|einladung|termin\b|besprechung|convite|uitnodiging|inbjudan|zaproszeni|приглашени|招待|邀请|邀請|초대|\b(?:meeting|event)\b/u;
/** With a note of the person's they write more. */
const NOTE = /\bnote\b|^(?:notiz|hinweis|nachricht|message|remarque|nota|kommentar|comment)\b/;
const MAX_FIRST_LINE = 200;
const MAX_OWN_LINES = 12;

/** Somebody accepted or declined; what he wrote beside it is his answer. */
export function isCalendarAnswer({ calendarMethod, text = '', html = '' }: InboundMail): boolean {
  if (!ANSWERS.includes(calendarMethod)) return false;
  const words = text.trim() === '' ? html.replace(/<[^<>]*>/g, '') : text;
  const lines = words
    .replace(/\p{Cf}/gu, '')
    .trim()
    .toLowerCase()
    .split(/\s*\n\s*/, MAX_OWN_LINES);
  const first = lines[0]!.slice(0, MAX_FIRST_LINE);
  const isOwn = DECIDED.test(first) && INVITATION.test(first) && !lines.some((line) => NOTE.test(line));
  return first === '' || isOwn;
}
