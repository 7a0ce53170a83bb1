import { byKey } from './by-key.js';
import { plain } from '../words.js';

/**
 * Of what asks to save paper. People begin so as well, of a boiler, or of a date that is to be mended in a mail before
 * it is printed.
 */
const PAPER_BEGINNINGS = [
  'antes de imprimir este e-mail',
  'antes de imprimir este email',
  'antes de imprimir este correo',
  'antes de imprimir este mensaje',
  'antes de imprimir esta mensagem',
  'prima di stampare questa e-mail',
  'prima di stampare questa email',
  'prima di stampare questa mail',
  'prima di stampare questo messaggio',
  'tænk på miljøet',
  'tänk på miljön innan',
  'tenk på miljøet',
  'ajattele ympäristöä ennen',
  'pomyśl o środowisku',
  'zanim wydrukujesz tę wiadomość',
  'zanim wydrukujesz ten e-mail',
  'myslete na životní prostředí',
  'než vytisknete tento e-mail',
  'gondoljon a környezet',
  'vă rugăm să vă gândiți la mediu',
  'думайте об окружающей среде',
  'подумайте об окружающей среде',
  'bu e-postayı yazdırmadan önce',
];

const PRINTS = /imprim|stampar|print|udskriv|skriver ut|skrive ut|tulost|druk|tisk|nyomtat|tipări|печат|yazdır/;
const SAVES =
  /ambient|necesari|necess[aá]ri|árbol|árvore|planeta|papel|boschi|foreste|alberi|carta|milj|ympäristö|środowisk|drzew|životní prostředí|přírod|környezet|mediu|сред|çevre|doğa|ağaç/;

/**
 * What ServiceNow and Salesforce write below mail to know its answers by; the number alone is what people name a ticket
 * by.
 */
export const CODE_BEGINNINGS: readonly string[] = ['ref:msg', 'ref:tis', 'ref:!00d', 'ref:_00d'];
const CODE = /^ref:(?:(?:msg|tis)\d{4,20}_[0-9a-z]{3,40}|[!_]00d\w{2,20}\.[!_]\w{4,25}:ref)$/;

/** Lines that gateways, scanners and list servers add, wherever they add them. By how they begin, in lower case. */
export const FOOTER_BEGINNINGS = [
  'caution: this email originated',
  'caution: this message originated',
  'caution: this e-mail originated',
  'caution: external (',
  'caution: external email',
  'caution: external e-mail',
  'caution: external mail',
  'caution: external message',
  'caution: external sender',
  'warning: this email originated',
  'this email originated from outside',
  'this message originated from outside',
  'this email originated outside',
  'this message originated outside',
  'this message came from outside your organi',
  'this message was sent from outside of your organi',
  'this message is from an external sender',
  'this message is from an untrusted sender',
  'you have not previously corresponded with this sender',
  "you don't often get email from",
  'you don’t often get email from',
  'some people who received this message don',
  'sie erhalten nicht oft eine e-mail von',
  'sie erhalten nicht häufig e-mails von',
  'vous ne recevez pas souvent de courriers de',
  'no suele recibir correo electrónico de',
  'no suele recibir correos electrónicos de',
  'algunos contactos que recibieron este mensaje no suelen',
  'non si ricevono spesso messaggi di posta elettronica da',
  'achtung: diese e-mail kommt von',
  'achtung: diese e-mail stammt',
  'achtung: diese e-mail wurde von',
  'virus-free. www.avast.com',
  'virus-free.www.avast.com',
  'this email has been checked for viruses',
  'this email has been scanned for viruses and mal',
  'this email has been scanned for email related threats',
  'this email has been scanned for spam and viruses by',
  'this email has been scanned for spam & viruses by',
  'this email has been scanned by the barracuda',
  'to report this email as spam click here',
  'click here to report this email as spam',
  'this email has been scanned by the symantec',
  'this email has been scanned by the messagelabs',
  'diese e-mail wurde von avast',
  'l’absence de virus dans ce courrier',
  'scanned by mailscanner',
  'you received this message because you are subscribed',
  'to unsubscribe from this group',
  'to view this discussion on the web',
  'to view this discussion visit',
  'visit this group at',
  'for more options, visit http',
  '[message clipped]',
  'sie erhalten diese nachricht, weil sie in google groups',
  'vous recevez ce message, car vous êtes abonné au groupe google',
  'vous recevez ce message car vous êtes abonné au groupe google',
  'has recibido este mensaje porque estás suscrito al grupo',
  'hai ricevuto questo messaggio perché sei iscritto al gruppo',
  'você recebeu essa mensagem porque está inscrito no grupo',
  'você está recebendo esta mensagem porque se inscreveu no grupo',
  'je hebt dit bericht ontvangen omdat je bent geabonneerd op de groep',
  'このメールは google グループのグループ',
  'cet e-mail a été vérifié par',
  'ce courrier électronique ne contient aucun virus',
  'este correo electrónico ha sido comprobado',
  'este e-mail foi verificado',
  'este email foi escaneado pelo avast',
  'questa e-mail è stata controllata',
  'deze e-mail is gecontroleerd op virussen',
  'denne e-mail er blevet scannet',
  'detta e-postmeddelande har sökts igenom',
  'ta wiadomość została sprawdzona',
  'tento e-mail byl zkontrolován',
  'это сообщение проверено на вирусы',
  'проверено на вирусы',
  'sin virus. www.avast.com',
  'sin virus.www.avast.com',
  'virenfrei. www.avast.com',
  'virenfrei.www.avast.com',
  'garanti sans virus. www.avast.com',
  'sans virus.www.avast.com',
  'privo di virus.www.avast.com',
  'livre de vírus. www.avast.com',
  'livre de vírus.www.avast.com',
  'virusvrij.www.avast.com',
  'www.avast.com',
  'https://www.avast.com/sig-email',
  'https://www.avast.com/antivirus',
  'http://www.avast.com/sig-email',
  'vorsicht: externe e-mail',
  'vorsicht: externe mail',
  'vorsicht: externe nachricht',
  'achtung: externe e-mail',
  'achtung: externe mail',
  'achtung: externe nachricht',
  'attention : ce courriel provient',
  'attention : cet e-mail provient',
  'attention: this email originated',
  'attention: this email came from',
  'attention: this email is from',
  'attention: this email was sent from',
  'precaución: este correo electrónico proviene',
  'precaución: este correo proviene',
  'precaución: este correo se originó',
  'attenzione: questa e-mail proviene',
  'let op: deze e-mail is afkomstig',
  'let op: deze e-mail komt van',
  'please consider the environment before printing',
  'think before you print',
  'bitte denken sie an die umwelt',
  'bitte prüfen sie, ob diese e-mail wirklich ausgedruckt',
  "pensez à l'environnement avant d'imprimer",
  'pensez à l’environnement avant d’imprimer',
  'piense en el medio ambiente antes de imprimir',
  'denk aan het milieu voordat',
  ...PAPER_BEGINNINGS,
  ...CODE_BEGINNINGS,
];

/** By their first characters, which most lines do not have. */
const KEY = 4;
const BY_KEY = byKey(FOOTER_BEGINNINGS, (beginning) => beginning.slice(0, KEY));

/** What else such a line is told by. */
export const PAPER_TERMS: readonly string[] = [PRINTS, SAVES].flatMap(({ source }) => source.split('|'));

const PAPER = new Set(PAPER_BEGINNINGS);
const CODES = new Set(CODE_BEGINNINGS);
/** All of the line: who is asked which scanner they have says where it is, too. */
const VIRUS_FREE = /^virus-free\. ?www\.avg\.com$/;
const SCANNER_HOME = /^<?(?:https?:\/\/)?www\.avg\.com(?:\/email-signature\S{0,200})?>?$/i;

/** Whether a line is nothing but where a scanner is had: below another footer it is one. */
export const isScannerHome = (text: string): boolean => SCANNER_HOME.test(text.slice(0, 400).trim());

/** Characters that `plain` leaves as they are. */
const PLAIN = /^(?!.{0,2} {2})[!-)+-;=-\\^-~][ -)+-;=-\\^-~]{3}/;

/** In the font of symbols that it is meant in, the letter is a tree: "P Please consider the environment". */
const TREE = /^(?:P|🌳|🌲|🌱|♻️?) /u;

/** Whether a line is, or begins, what a gateway or list server adds. */
export const beginsFooter = (shown: string): boolean => {
  const text = TREE.test(shown) ? shown.replace(TREE, '') : shown;
  if (PLAIN.test(text) && !BY_KEY.has(text.slice(0, KEY).toLowerCase())) return false;
  const line = plain(text.slice(0, 400)).toLowerCase();
  const found = BY_KEY.get(line.slice(0, KEY))?.find((beginning) => line.startsWith(beginning));
  if (found === undefined) return VIRUS_FREE.test(line);
  if (CODES.has(found)) return CODE.test(line);
  return !PAPER.has(found) || (PRINTS.test(line) && SAVES.test(line));
};
