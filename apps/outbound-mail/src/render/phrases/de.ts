import { LIFETIME_DAYS } from '@replyline/intent';
import type { Phrases } from './phrases.js';

export const de: Phrases = {
  direction: 'ltr',
  cannotBeAnswered: 'Auf diese E-Mail kann nicht geantwortet werden: Eine Antwort wird nicht veröffentlicht.',
  unsubscribe: 'Hier abbestellen',
  mention: {
    subject: (actor, conversation) => `${actor} hat Sie in ${conversation} erwähnt`,
    lead: (actor, conversation) => `${actor} hat Sie in ${conversation} erwähnt:`,
    isPosted: 'Ihre Antwort auf diese E-Mail erscheint in der Unterhaltung.',
  },
  assignment: {
    subject: (actor) => `${actor} hat Ihnen diese Unterhaltung zugewiesen`,
    lead: (actor, conversation) => `${actor} hat Ihnen die Unterhaltung ${conversation} zugewiesen.`,
  },
  replyRejected: {
    subject: (conversation) => `Ihre Antwort${to(conversation)} wurde nicht veröffentlicht`,
    lead: (conversation) => `Ihre Antwort${to(conversation)} wurde nicht veröffentlicht.`,
    youWrote: 'Das haben Sie geschrieben:',
    reasons: {
      'no-reply':
        'Auf die E-Mail, auf die Sie geantwortet haben, kann nicht geantwortet werden. Das geht nur bei E-Mails, die oben um eine Antwort bitten.',
      expired: `Die E-Mail, auf die Sie geantwortet haben, ist mehr als ${LIFETIME_DAYS} Tage alt. Bitte schreiben Sie in der Unterhaltung selbst.`,
      empty: 'Darin war kein Text von Ihnen zu finden. Bitte schreiben Sie über die zitierte E-Mail.',
      encrypted:
        'Sie ist verschlüsselt und kann hier nicht gelesen werden. Bitte senden Sie sie unverschlüsselt noch einmal oder schreiben Sie in der Unterhaltung selbst.',
      'too-long': 'Sie ist zu lang. Bitte kürzen Sie sie oder schreiben Sie in der Unterhaltung selbst.',
      'too-large': 'Die E-Mail ist zu groß. Bitte senden Sie sie ohne Anhänge.',
      'unknown-mail':
        'Die E-Mail, auf die Sie geantwortet haben, ist nicht mehr bekannt. Bitte schreiben Sie in der Unterhaltung selbst.',
      not_a_member: 'Sie gehören der Unterhaltung nicht mehr an.',
      conversation_gone: 'Die Unterhaltung gibt es nicht mehr.',
    },
    otherwise: 'Sie konnte nicht angenommen werden.',
  },
  replyHeld: {
    subject: (conversation) => `Haben Sie diese Antwort${to(conversation)} geschrieben?`,
    lead: (conversation) =>
      `Unter Ihrem Namen ist eine Antwort${to(conversation)} eingegangen. Es ist nicht sicher, dass sie von Ihnen stammt; deshalb wurde sie nicht veröffentlicht.`,
    link: 'Hier lesen und veröffentlichen, wenn sie von Ihnen ist',
    ifNotYours: 'Wenn Sie sie nicht geschrieben haben, brauchen Sie nichts zu tun.',
  },
  event: {
    link: 'Hier ansehen',
    subscribed: (topic) => `Sie erhalten diese E-Mail, weil Sie ${topic} abonniert haben.`,
  },
  exportCompleted: {
    subject: (name) => `Ihr Export ${name} ist fertig`,
    lead: (name) => `Die Daten, die Sie als ${name} exportiert haben, liegen bereit.`,
    link: 'Hier herunterladen',
    until: (moment) => `Der Link gilt bis ${moment}.`,
  },
  scheduledQuery: {
    succeeded: {
      subject: (name) => `Geplante Abfrage ${name} erfolgreich`,
      lead: (name) => `Die geplante Abfrage ${name} war erfolgreich.`,
    },
    failed: {
      subject: (name) => `Geplante Abfrage ${name} fehlgeschlagen`,
      lead: (name) => `Die geplante Abfrage ${name} ist fehlgeschlagen.`,
    },
    ranAt: (moment) => `Sie lief am ${moment}.`,
    link: 'Abfrage hier öffnen',
    owner: 'Sie erhalten diese E-Mail, weil die Abfrage Ihnen gehört.',
  },
  password: {
    greeting: (name) => `Guten Tag ${name},`,
    oneTime: { subject: 'Ihr Einmalpasswort', lead: 'dies ist Ihr Einmalpasswort:' },
    choose: {
      subject: 'Legen Sie Ihr Passwort fest',
      lead: 'über diesen Link können Sie Ihr Passwort festlegen. Er ist nur für Sie bestimmt.',
      link: 'Passwort hier festlegen',
    },
    until: (moment) => `Gültig bis ${moment}.`,
    keepIt:
      'Bitte geben Sie es nicht weiter. Wenn Sie diese E-Mail nicht erwartet haben, wenden Sie sich an Ihre Administration.',
  },
  reminder: {
    subject: (title) => `Erinnerung: ${title}`,
    due: (moment) => `Fällig am ${moment}`,
    link: 'Hier öffnen',
  },
  unsubscribePage: {
    ask: {
      title: 'Abbestellen?',
      about: (topic) => `Sie erhalten E-Mails über ${topic}.`,
      yes: 'Ja, bitte keine mehr davon',
      others: 'E-Mails über anderes sind davon nicht betroffen.',
    },
    gone: {
      title: 'Sie haben abbestellt',
      about: (topic) => `Sie erhalten keine E-Mails über ${topic} mehr.`,
      undo: 'Rückgängig machen',
    },
    back: { title: 'Sie haben wieder abonniert', about: (topic) => `Sie erhalten wieder E-Mails über ${topic}.` },
    incomplete: {
      title: 'Dieser Link ist nicht vollständig',
      text: 'E-Mail-Programme schneiden lange Links manchmal ab. Öffnen Sie die E-Mail noch einmal, kopieren Sie den ganzen Link bis zu seinem Ende und fügen Sie ihn in die Adresszeile ein.',
      unchanged: 'Es wurde nichts geändert.',
    },
    later: {
      title: 'Gerade nicht',
      text: 'Etwas, das diese Seite braucht, antwortet nicht. Versuchen Sie es in einigen Minuten noch einmal.',
    },
  },
  testMail: {
    subject: 'Test-E-Mail von Replyline',
    lead: 'Dies ist eine Test-E-Mail: Das Versandprofil funktioniert.',
    ifSpam: 'Falls sie im Spam-Ordner liegt, bitten Sie die Betreiber des Mailservers, den Absender zuzulassen.',
  },
};

function to(conversation: string | undefined): string {
  return conversation === undefined ? '' : ` in ${conversation}`;
}
