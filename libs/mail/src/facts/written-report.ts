import type { InboundMail } from '../mail.js';
import { normaliseAddress } from './address.js';
import type { RecipientReport } from './delivery-report.js';
import { isOfPostmaster } from './postmaster.js';
import { ANY_WORDS, COPY, DELIVERED, DIALECTS, type Dialect } from './report-dialects.js';
import { givesReason, statusIn } from './report-status.js';
import { readingsOf } from './subject.js';

type Written = Pick<InboundMail, 'from' | 'returnPath' | 'headers' | 'subject' | 'text' | 'html'> &
  Partial<Pick<InboundMail, 'inReplyTo'>>;

/** A report says what it has to say in its first lines, and what it is in the very first. */
const MAX_TEXT = 64 * 1024;
const MAX_MARKED = 4_000;
const MAX_RECIPIENTS = 100;
/** Between a recipient and the next one stands why. */
const MAX_REASON = 2_000;

/** Exchange marks its reports with it. */
const NDR = 'x-ms-exchange-message-is-ndr';

/** Reads what a postmaster wrote for people to read; nothing where no machine wrote it, or in no words that are known. */
export function readWrittenReports(mail: Written): RecipientReport[] {
  const named = (mail.headers.get('x-failed-recipients') ?? []).flatMap((value) => value.split(',', MAX_RECIPIENTS));
  const isNdr = mail.headers.has(NDR);
  const isPostmaster = isNdr || (isOfPostmaster(mail) && !isAnswer(mail));
  if (named.length === 0 && !isPostmaster && mail.returnPath !== '') return [];
  const text = textOf(mail);
  const said = `${mail.subject}\n${text.slice(0, MAX_MARKED)}`;
  const spoken = DIALECTS.find(({ mark, isPlain }) => (!isPlain || isPostmaster) && mark.test(said));
  // Whatever its language, a postmaster who gets no answer and gives a reason reports.
  const isReport = isNdr || (isPostmaster && mail.returnPath === '' && givesReason(text));
  const dialect = spoken ?? (isReport ? ANY_WORDS : undefined);
  if ((!dialect && named.length === 0) || DELIVERED.test(said)) return [];
  const action = dialect?.delay?.test(said) ? 'delayed' : 'failed';
  const about = named.length > 0 ? withReasons(named, text) : recipientsIn(text, dialect!, mail.from);
  // Some say why before they say whom.
  const also = about.length === 1 ? text : '';
  return about.map(({ address, reason }) => report(address, statusIn(reason) ?? statusIn(also), action));
}

/**
 * The postmaster of a small company is a person, who answers from an address that can be answered at, with the subject of what he
 * answers. A daemon is none, nor is what gives its mail a subject of its own.
 */
const isAnswer = ({ from, returnPath, subject, inReplyTo = [] }: Written): boolean =>
  inReplyTo.length > 0 &&
  readingsOf(subject.trim()).some((it) => ANSWERED.test(it)) &&
  from.some(({ address }) => address === returnPath && address.startsWith('postmaster@'));

/** `Re:`, in whatever language. */
const ANSWERED = /^(?!dsn|ndr)\p{L}{1,4}(?:\[\d{1,3}\])? ?[:：]/iu;

interface About {
  readonly address: string;
  readonly reason: string;
}

const withReasons = (addresses: readonly string[], text: string): About[] =>
  addresses.slice(0, MAX_RECIPIENTS).map((address) => {
    const at = text.toLowerCase().indexOf(address.trim().toLowerCase());
    return { address, reason: at < 0 ? text : text.slice(at, at + MAX_REASON) };
  });

/**
 * One that is named twice counts where it is named first; who reports says where he can be asked. Where nobody is named the report
 * is about somebody all the same.
 */
function recipientsIn(text: string, { recipient }: Dialect, from: Written['from']): About[] {
  const byAddress = new Map([...text.matchAll(recipient)].reverse().map((match) => [match[1]!.toLowerCase(), match]));
  for (const { address } of from) byAddress.delete(address);
  const found = [...byAddress.values()];
  const inOrder = found.sort((one, other) => one.index - other.index).slice(0, MAX_RECIPIENTS);
  if (inOrder.length === 0) return [{ address: '', reason: text }];
  return inOrder.map((match, index) => ({
    address: match[1]!,
    reason: text.slice(
      match.index + match[0].length,
      Math.min(inOrder[index + 1]?.index ?? Infinity, match.index + MAX_REASON),
    ),
  }));
}

function report(address: string, status: string | undefined, action: RecipientReport['action']): RecipientReport {
  const statusCode = status ?? (action === 'failed' ? '5.0.0' : '4.0.0');
  const finalRecipient = normaliseAddress(address.replace(/[.,]+$/, ''));
  return {
    action,
    // What is only late has not failed, whatever the server of the day said.
    statusCode: action === 'delayed' ? statusCode.replace(/^5/, '4') : statusCode,
    isPermanent: action === 'failed' && !statusCode.startsWith('4'),
    ...(finalRecipient && { finalRecipient }),
  };
}

/** What stands above the copy of the message. */
function textOf({ text, html }: Written): string {
  const all = text ?? shownOf((html ?? '').slice(0, 4 * MAX_TEXT));
  const head = all.slice(0, MAX_TEXT);
  return head.slice(0, COPY.exec(head)?.index ?? MAX_TEXT);
}

/** Tags become line ends: an address stands in its own element. Its angles are written out. */
const shownOf = (html: string): string =>
  html
    .replace(/<[^<>]*>/g, '\n')
    .replace(/&(lt|gt|quot|nbsp|amp);/gi, (_all, name: string) => ENTITIES[name.toLowerCase()]!);

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', nbsp: ' ', amp: '&' };
