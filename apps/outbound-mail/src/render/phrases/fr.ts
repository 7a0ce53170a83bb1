import { LIFETIME_DAYS } from '@replyline/intent';
import type { Phrases } from './phrases.js';

export const fr: Phrases = {
  direction: 'ltr',
  cannotBeAnswered: "Il n'est pas possible de répondre à ce message\u00a0: une réponse ne sera pas publiée.",
  unsubscribe: 'Se désabonner ici',
  mention: {
    subject: (actor, conversation) => `${actor} vous a mentionné(e) dans ${conversation}`,
    lead: (actor, conversation) => `${actor} vous a mentionné(e) dans ${conversation}\u00a0:`,
    isPosted: 'Votre réponse à ce message sera publiée dans la conversation.',
  },
  assignment: {
    subject: (actor) => `${actor} vous a attribué cette conversation`,
    lead: (actor, conversation) => `${actor} vous a attribué la conversation ${conversation}.`,
  },
  replyRejected: {
    subject: (conversation) => `Votre réponse${to(conversation)} n'a pas été publiée`,
    lead: (conversation) => `Votre réponse${to(conversation)} n'a pas été publiée.`,
    youWrote: 'Voici ce que vous avez écrit\u00a0:',
    reasons: {
      'no-reply':
        "Il n'est pas possible de répondre au message auquel vous avez répondu. Seuls les messages qui vous y invitent en première ligne acceptent une réponse.",
      expired: `Le message auquel vous avez répondu date de plus de ${LIFETIME_DAYS} jours. Veuillez écrire dans la conversation elle-même.`,
      empty: "Aucun texte de votre part n'y a été trouvé. Veuillez écrire au-dessus du message cité.",
      encrypted:
        'Elle est chiffrée et ne peut pas être lue ici. Veuillez la renvoyer sans chiffrement ou écrire dans la conversation elle-même.',
      'too-long': 'Elle est trop longue. Veuillez la raccourcir ou écrire dans la conversation elle-même.',
      'too-large': "Le message est trop volumineux. Veuillez l'envoyer sans pièces jointes.",
      'unknown-mail':
        "Le message auquel vous avez répondu n'est plus connu. Veuillez écrire dans la conversation elle-même.",
      not_a_member: 'Vous ne participez plus à la conversation.',
      conversation_gone: "La conversation n'existe plus.",
    },
    otherwise: "Elle n'a pas pu être acceptée.",
  },
  replyHeld: {
    subject: (conversation) => `Avez-vous écrit cette réponse${to(conversation)}\u00a0?`,
    lead: (conversation) =>
      `Une réponse${to(conversation)} est arrivée sous votre nom, mais il n'est pas certain qu'elle soit de vous. Elle n'a donc pas été publiée.`,
    link: 'La lire et la publier ici, si elle est de vous',
    ifNotYours: "Si vous ne l'avez pas écrite, vous n'avez rien à faire.",
  },
  event: {
    link: 'Consulter ici',
    subscribed: (topic) => `Vous recevez ce message en raison de votre abonnement à ${topic}.`,
  },
  exportCompleted: {
    subject: (name) => `Votre export ${name} est prêt`,
    lead: (name) => `Les données que vous avez exportées sous le nom ${name} sont prêtes.`,
    link: 'Télécharger ici',
    until: (moment) => `Le lien est valable jusqu'au ${moment}.`,
  },
  scheduledQuery: {
    succeeded: {
      subject: (name) => `Requête planifiée ${name}\u00a0: réussite`,
      lead: (name) => `La requête planifiée ${name} a réussi.`,
    },
    failed: {
      subject: (name) => `Requête planifiée ${name}\u00a0: échec`,
      lead: (name) => `La requête planifiée ${name} a échoué.`,
    },
    ranAt: (moment) => `Exécution\u00a0: ${moment}.`,
    link: 'Ouvrir la requête ici',
    owner: 'Vous recevez ce message parce que cette requête vous appartient.',
  },
  password: {
    greeting: (name) => `Bonjour ${name},`,
    oneTime: { subject: 'Votre mot de passe à usage unique', lead: 'Voici votre mot de passe à usage unique\u00a0:' },
    choose: {
      subject: 'Choisissez votre mot de passe',
      lead: 'Ce lien vous permet de choisir votre mot de passe. Il est strictement personnel.',
      link: 'Choisir un mot de passe ici',
    },
    until: (moment) => `Valable jusqu'au ${moment}.`,
    keepIt:
      "Ne le transmettez à personne. Si vous n'attendiez pas ce message, prévenez votre administrateur ou administratrice.",
  },
  reminder: {
    subject: (title) => `Rappel\u00a0: ${title}`,
    due: (moment) => `Échéance\u00a0: ${moment}`,
    link: 'Ouvrir ici',
  },
  unsubscribePage: {
    ask: {
      title: 'Se désabonner ?',
      about: (topic) => `Vous recevez des messages sur ${topic}.`,
      yes: 'Oui, ne plus en recevoir',
      others: "Les messages sur d'autres sujets ne sont pas concernés.",
    },
    gone: {
      title: 'Vous êtes désabonné(e)',
      about: (topic) => `Vous ne recevrez plus de messages sur ${topic}.`,
      undo: 'Annuler',
    },
    back: {
      title: 'Vous êtes de nouveau abonné(e)',
      about: (topic) => `Vous recevrez de nouveau des messages sur ${topic}.`,
    },
    incomplete: {
      title: 'Ce lien est incomplet',
      text: "Les logiciels de messagerie coupent parfois les liens longs. Ouvrez de nouveau le message, copiez le lien entier, jusqu'au bout, et collez-le dans la barre d'adresse.",
      unchanged: "Rien n'a été modifié.",
    },
    later: {
      title: 'Pas maintenant',
      text: 'Un service dont cette page a besoin ne répond pas. Réessayez dans quelques minutes.',
    },
  },
  testMail: {
    subject: 'Message de test de Replyline',
    lead: "Ceci est un message de test\u00a0: le profil d'envoi fonctionne.",
    ifSpam:
      "S'il se trouve dans le dossier des indésirables, demandez aux responsables du serveur de messagerie d'autoriser son expéditeur.",
  },
};

function to(conversation: string | undefined): string {
  return conversation === undefined ? '' : ` dans ${conversation}`;
}
