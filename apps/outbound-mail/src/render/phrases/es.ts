import { LIFETIME_DAYS } from '@replyline/intent';
import type { Phrases } from './phrases.js';

export const es: Phrases = {
  direction: 'ltr',
  cannotBeAnswered: 'No es posible responder a este mensaje: una respuesta no se publicará.',
  unsubscribe: 'Cancelar la suscripción aquí',
  mention: {
    subject: (actor, conversation) => `${actor} le ha mencionado en ${conversation}`,
    lead: (actor, conversation) => `${actor} le ha mencionado en ${conversation}:`,
    isPosted: 'Su respuesta a este mensaje se publicará en la conversación.',
  },
  assignment: {
    subject: (actor) => `${actor} le ha asignado esta conversación`,
    lead: (actor, conversation) => `${actor} le ha asignado la conversación ${conversation}.`,
  },
  replyRejected: {
    subject: (conversation) => `Su respuesta${to(conversation)} no se ha publicado`,
    lead: (conversation) => `Su respuesta${to(conversation)} no se ha publicado.`,
    youWrote: 'Esto es lo que escribió:',
    reasons: {
      'no-reply':
        'El mensaje al que ha respondido no admite respuestas. Solo las admiten los mensajes que lo piden en la primera línea.',
      expired: `El mensaje al que ha respondido tiene más de ${LIFETIME_DAYS} días. Por favor, escriba en la propia conversación.`,
      empty: 'No se ha encontrado ningún texto suyo. Por favor, escriba encima del mensaje citado.',
      encrypted:
        'Está cifrada y aquí no se puede leer. Por favor, envíela de nuevo sin cifrar o escriba en la propia conversación.',
      'too-long': 'Es demasiado larga. Por favor, acórtela o escriba en la propia conversación.',
      'too-large': 'El mensaje es demasiado grande. Por favor, envíelo sin archivos adjuntos.',
      'unknown-mail': 'El mensaje al que ha respondido ya no se conoce. Por favor, escriba en la propia conversación.',
      not_a_member: 'Ya no participa en la conversación.',
      conversation_gone: 'La conversación ya no existe.',
    },
    otherwise: 'No se ha podido aceptar.',
  },
  replyHeld: {
    subject: (conversation) => `¿Ha escrito usted esta respuesta${to(conversation)}?`,
    lead: (conversation) =>
      `Ha llegado una respuesta${to(conversation)} a su nombre, pero no es seguro que la haya escrito usted. Por eso no se ha publicado.`,
    link: 'Léala y publíquela aquí, si es suya',
    ifNotYours: 'Si no la ha escrito usted, no tiene que hacer nada.',
  },
  event: {
    link: 'Verlo aquí',
    subscribed: (topic) => `Recibe este mensaje por su suscripción a ${topic}.`,
  },
  exportCompleted: {
    subject: (name) => `Su exportación ${name} está lista`,
    lead: (name) => `Los datos que exportó como ${name} están listos.`,
    link: 'Descargarlos aquí',
    until: (moment) => `El enlace es válido hasta el ${moment}.`,
  },
  scheduledQuery: {
    succeeded: {
      subject: (name) => `La consulta programada ${name} se ha completado`,
      lead: (name) => `La consulta programada ${name} se ha completado correctamente.`,
    },
    failed: {
      subject: (name) => `La consulta programada ${name} ha fallado`,
      lead: (name) => `La consulta programada ${name} ha fallado.`,
    },
    ranAt: (moment) => `Se ejecutó el ${moment}.`,
    link: 'Abrir la consulta aquí',
    owner: 'Recibe este mensaje porque la consulta es suya.',
  },
  password: {
    greeting: (name) => `Hola, ${name}:`,
    oneTime: { subject: 'Su contraseña de un solo uso', lead: 'Esta es su contraseña de un solo uso:' },
    choose: {
      subject: 'Elija su contraseña',
      lead: 'Con este enlace puede elegir su contraseña. Es solo para usted.',
      link: 'Elegir una contraseña aquí',
    },
    until: (moment) => `Es válido hasta el ${moment}.`,
    keepIt: 'No comparta este mensaje. Si no lo esperaba, avise a la administración del sistema.',
  },
  reminder: {
    subject: (title) => `Recordatorio: ${title}`,
    due: (moment) => `Vence el ${moment}`,
    link: 'Abrirlo aquí',
  },
  unsubscribePage: {
    ask: {
      title: '¿Cancelar la suscripción?',
      about: (topic) => `Usted recibe mensajes sobre ${topic}.`,
      yes: 'Sí, no quiero recibir más',
      others: 'Los mensajes sobre otros temas no se ven afectados.',
    },
    gone: {
      title: 'Suscripción cancelada',
      about: (topic) => `Ya no recibirá mensajes sobre ${topic}.`,
      undo: 'Deshacer',
    },
    back: { title: 'Suscripción restablecida', about: (topic) => `Volverá a recibir mensajes sobre ${topic}.` },
    incomplete: {
      title: 'Este enlace no está completo',
      text: 'Los programas de correo a veces cortan los enlaces largos. Abra de nuevo el mensaje, copie el enlace entero, hasta el final, y péguelo en la barra de direcciones.',
      unchanged: 'No se ha cambiado nada.',
    },
    later: {
      title: 'Ahora no',
      text: 'Algo que esta página necesita no responde. Inténtelo de nuevo dentro de unos minutos.',
    },
  },
  testMail: {
    subject: 'Mensaje de prueba de Replyline',
    lead: 'Este es un mensaje de prueba: el perfil de envío funciona.',
    ifSpam:
      'Si está en la carpeta de correo no deseado, pida a quien administra el servidor de correo que permita su remitente.',
  },
};

function to(conversation: string | undefined): string {
  return conversation === undefined ? '' : ` en ${conversation}`;
}
