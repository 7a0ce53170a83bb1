import type { HoldReason, Language } from '@replyline/mail';

/** A title, and what stands below it. */
export interface Said {
  readonly title: string;
  readonly text: string;
}

/**
 * What the pages of a held reply say. Where something is inserted, it is HTML already, and isolated from the direction
 * of its line.
 */
export interface Phrases {
  readonly ask: string;
  readonly about: (subject: string) => string;
  readonly why: Readonly<Record<HoldReason, string>>;
  /** What the mail claims: an address, or several. */
  readonly sender: (addresses: string) => string;
  readonly yes: string;
  readonly no: string;
  /** Above an answer that was written between the lines of the mail. */
  readonly lineByLine: string;
  /** What else stood in the mail: signatures, what was quoted. */
  readonly elided: string;
  readonly files: string;
  readonly leftOut: string;
  readonly until: (moment: string) => string;
  readonly others: string;
  readonly received: (moment: string) => string;
  readonly alreadyDecided: string;
  readonly posted: Said;
  readonly discarded: Said;
  readonly runOut: Said;
  readonly incomplete: Said;
  readonly later: Said;
}

/** To speak another language: its prompt in `libs/mail`, and an entry here. */
export const PHRASES: Readonly<Record<Language, Phrases>> = {
  en: {
    ask: 'Is this reply yours?',
    about: (it) => `We received an answer to ${it}.`,
    why: {
      'sender-not-on-record': 'It came from an address that is not yours.',
      'sender-not-proven': 'It carries your address, but nothing proves that it came from you.',
      'too-many-replies':
        'It may well be yours, but this conversation got more answers by mail within an hour than people write.',
    },
    sender: (it) => `It says that it is from ${it}.`,
    yes: 'Yes, post it',
    no: 'No, discard it',
    lineByLine: 'Each piece stands below the line that it answers:',
    elided: 'What else stood in the mail, folded away below the post',
    files: 'With it come:',
    leftOut: 'Left out, and not posted:',
    until: (it) => `This link works until ${it}.`,
    others: 'Other answers to the same mail wait for you too:',
    received: (it) => `Received ${it}`,
    alreadyDecided: 'Already decided.',
    posted: {
      title: 'This reply is posted',
      text: 'It is in the conversation, under your name. It was posted once, however often this page is sent.',
    },
    discarded: { title: 'This reply was discarded', text: 'Nothing was posted.' },
    runOut: { title: 'This link has run out', text: 'Nothing was posted. If the answer is yours, write it again.' },
    incomplete: {
      title: 'This link is not complete',
      text: 'Mail programs sometimes cut long links. Open the mail again, copy the whole link, to its very end, and paste it into the address bar. Nothing was posted.',
    },
    later: {
      title: 'Not now',
      text: 'Something that this page needs does not answer. Open the link again in a few minutes.',
    },
  },
  de: {
    ask: 'Ist diese Antwort von Ihnen?',
    about: (it) => `Wir haben eine Antwort auf ${it} erhalten.`,
    why: {
      'sender-not-on-record': 'Sie kam von einer Adresse, die nicht Ihre ist.',
      'sender-not-proven': 'Sie trägt Ihre Adresse, aber nichts beweist, dass sie von Ihnen kommt.',
      'too-many-replies':
        'Sie kann gut von Ihnen sein, aber in dieser Unterhaltung gingen binnen einer Stunde mehr Antworten per E-Mail ein, als Menschen schreiben.',
    },
    sender: (it) => `Als Absender nennt sie ${it}.`,
    yes: 'Ja, veröffentlichen',
    no: 'Nein, verwerfen',
    lineByLine: 'Jeder Teil steht unter der Zeile, auf die er antwortet:',
    elided: 'Was sonst in der E-Mail stand, eingeklappt unter dem Beitrag',
    files: 'Dazu gehören:',
    leftOut: 'Weggelassen und nicht veröffentlicht:',
    until: (it) => `Dieser Link gilt bis ${it}.`,
    others: 'Weitere Antworten auf dieselbe E-Mail warten auf Sie:',
    received: (it) => `Eingegangen am ${it}`,
    alreadyDecided: 'Schon entschieden.',
    posted: {
      title: 'Diese Antwort ist veröffentlicht',
      text: 'Sie steht unter Ihrem Namen in der Unterhaltung. Sie wurde einmal veröffentlicht, wie oft diese Seite auch abgeschickt wird.',
    },
    discarded: { title: 'Diese Antwort wurde verworfen', text: 'Es wurde nichts veröffentlicht.' },
    runOut: {
      title: 'Dieser Link ist abgelaufen',
      text: 'Es wurde nichts veröffentlicht. Wenn die Antwort von Ihnen ist, schreiben Sie sie noch einmal.',
    },
    incomplete: {
      title: 'Dieser Link ist nicht vollständig',
      text: 'E-Mail-Programme schneiden lange Links manchmal ab. Öffnen Sie die E-Mail noch einmal, kopieren Sie den ganzen Link bis zu seinem Ende und fügen Sie ihn in die Adresszeile ein. Es wurde nichts veröffentlicht.',
    },
    later: {
      title: 'Gerade nicht',
      text: 'Etwas, das diese Seite braucht, antwortet nicht. Öffnen Sie den Link in einigen Minuten noch einmal.',
    },
  },
  fr: {
    ask: 'Cette réponse est-elle de vous\u00a0?',
    about: (it) => `Nous avons reçu une réponse à ${it}.`,
    why: {
      'sender-not-on-record': "Elle vient d'une adresse qui n'est pas la vôtre.",
      'sender-not-proven': "Elle porte votre adresse, mais rien ne prouve qu'elle vient de vous.",
      'too-many-replies':
        "Elle est peut-être de vous, mais cette conversation a reçu par e-mail, en une heure, plus de réponses que des personnes n'en écrivent.",
    },
    sender: (it) => `Elle indique comme expéditeur ${it}.`,
    yes: 'Oui, la publier',
    no: 'Non, la rejeter',
    lineByLine: 'Chaque passage figure sous la ligne à laquelle il répond\u00a0:',
    elided: 'Ce qui figurait aussi dans le message, replié sous la publication',
    files: 'Avec elle viennent\u00a0:',
    leftOut: 'Laissés de côté et non publiés\u00a0:',
    until: (it) => `Ce lien est valable jusqu'au ${it}.`,
    others: "D'autres réponses au même message vous attendent aussi\u00a0:",
    received: (it) => `Reçue le ${it}`,
    alreadyDecided: 'Déjà décidé.',
    posted: {
      title: 'Cette réponse est publiée',
      text: "Elle est dans la conversation, sous votre nom. Elle a été publiée une fois, quel que soit le nombre d'envois de cette page.",
    },
    discarded: { title: 'Cette réponse a été rejetée', text: "Rien n'a été publié." },
    runOut: {
      title: 'Ce lien a expiré',
      text: "Rien n'a été publié. Si la réponse est de vous, écrivez-la de nouveau.",
    },
    incomplete: {
      title: 'Ce lien est incomplet',
      text: "Les logiciels de messagerie coupent parfois les liens longs. Ouvrez de nouveau le message, copiez le lien entier, jusqu'au bout, et collez-le dans la barre d'adresse. Rien n'a été publié.",
    },
    later: {
      title: 'Pas maintenant',
      text: 'Un service dont cette page a besoin ne répond pas. Ouvrez de nouveau le lien dans quelques minutes.',
    },
  },
  es: {
    ask: '¿Es suya esta respuesta?',
    about: (it) => `Hemos recibido una respuesta a ${it}.`,
    why: {
      'sender-not-on-record': 'Llegó desde una dirección que no es la suya.',
      'sender-not-proven': 'Lleva su dirección, pero nada demuestra que la haya enviado usted.',
      'too-many-replies':
        'Puede que sea suya, pero esta conversación recibió por correo, en una hora, más respuestas de las que escriben las personas.',
    },
    sender: (it) => `Como remitente indica ${it}.`,
    yes: 'Sí, publicarla',
    no: 'No, descartarla',
    lineByLine: 'Cada parte está debajo de la línea a la que responde:',
    elided: 'Lo demás que había en el mensaje, plegado debajo de la publicación',
    files: 'Con ella vienen:',
    leftOut: 'Omitidos y no publicados:',
    until: (it) => `Este enlace sirve hasta el ${it}.`,
    others: 'También le esperan otras respuestas al mismo mensaje:',
    received: (it) => `Recibida el ${it}`,
    alreadyDecided: 'Ya está decidido.',
    posted: {
      title: 'Esta respuesta está publicada',
      text: 'Está en la conversación, a su nombre. Se publicó una vez, por muchas veces que se envíe esta página.',
    },
    discarded: { title: 'Esta respuesta se descartó', text: 'No se publicó nada.' },
    runOut: {
      title: 'Este enlace ha caducado',
      text: 'No se publicó nada. Si la respuesta es suya, escríbala de nuevo.',
    },
    incomplete: {
      title: 'Este enlace no está completo',
      text: 'Los programas de correo a veces cortan los enlaces largos. Abra de nuevo el mensaje, copie el enlace entero, hasta el final, y péguelo en la barra de direcciones. No se publicó nada.',
    },
    later: {
      title: 'Ahora no',
      text: 'Algo que esta página necesita no responde. Abra de nuevo el enlace dentro de unos minutos.',
    },
  },
  ja: {
    ask: 'この返信はご本人のものですか',
    about: (it) => `${it} への返信が届きました。`,
    why: {
      'sender-not-on-record': 'ご本人のものではないアドレスから届きました。',
      'sender-not-proven': 'ご本人のアドレスが書かれていますが、ご本人からのものであることを確認できません。',
      'too-many-replies':
        'ご本人のものかもしれませんが、この会話には1時間のうちに、人が書くとは思えない数の返信がメールで届きました。',
    },
    sender: (it) => `差出人として ${it} と書かれています。`,
    yes: 'はい、投稿する',
    no: 'いいえ、破棄する',
    lineByLine: '各部分は、返信先の行の下に表示されています。',
    elided: 'メールにあったその他の内容（投稿の下に折りたたまれます）',
    files: '添付されているもの：',
    leftOut: '除外され、投稿されないもの：',
    until: (it) => `このリンクは ${it} まで有効です。`,
    others: '同じメールへの返信がほかにもあります。',
    received: (it) => `受信日時: ${it}`,
    alreadyDecided: 'すでに決定済みです。',
    posted: {
      title: 'この返信は投稿されました',
      text: 'あなたの名前で会話に表示されています。このページを何度送信しても、投稿は一度だけです。',
    },
    discarded: { title: 'この返信は破棄されました', text: '何も投稿されていません。' },
    runOut: {
      title: 'このリンクは期限切れです',
      text: '何も投稿されていません。ご本人の返信であれば、もう一度お書きください。',
    },
    incomplete: {
      title: 'このリンクは不完全です',
      text: 'メールソフトが長いリンクを途中で切ることがあります。メールをもう一度開き、リンクを最後まですべてコピーして、アドレスバーに貼り付けてください。何も投稿されていません。',
    },
    later: {
      title: '現在ご利用いただけません',
      text: 'このページに必要なサービスが応答していません。数分後にもう一度リンクを開いてください。',
    },
  },
  ar: {
    ask: 'هل هذا الرد منك؟',
    about: (it) => `وصلنا رد على ${it}.`,
    why: {
      'sender-not-on-record': 'وصل من عنوان ليس عنوانك.',
      'sender-not-proven': 'يحمل عنوانك، لكن لا شيء يثبت أنه منك.',
      'too-many-replies': 'قد يكون منك، لكن هذه المحادثة تلقت بالبريد خلال ساعة ردودا أكثر مما يكتبه الناس.',
    },
    sender: (it) => `المرسل المذكور فيه: ${it}`,
    yes: 'نعم، انشره',
    no: 'لا، تجاهله',
    lineByLine: 'كل جزء تحت السطر الذي يرد عليه:',
    elided: 'ما ورد في الرسالة غير ذلك، مطويا تحت المنشور',
    files: 'يرافقه:',
    leftOut: 'استُبعد ولن يُنشر:',
    until: (it) => `يعمل هذا الرابط حتى ${it}.`,
    others: 'تنتظرك أيضا ردود أخرى على الرسالة نفسها:',
    received: (it) => `وصل في ${it}`,
    alreadyDecided: 'تم البت في الأمر من قبل.',
    posted: { title: 'نُشر هذا الرد', text: 'هو في المحادثة باسمك. نُشر مرة واحدة مهما تكرر إرسال هذه الصفحة.' },
    discarded: { title: 'تم تجاهل هذا الرد', text: 'لم يُنشر شيء.' },
    runOut: { title: 'انتهت صلاحية هذا الرابط', text: 'لم يُنشر شيء. إن كان الرد منك فاكتبه مرة أخرى.' },
    incomplete: {
      title: 'هذا الرابط غير مكتمل',
      text: 'تقطع برامج البريد الروابط الطويلة أحيانا. افتح الرسالة مرة أخرى وانسخ الرابط كاملا حتى آخره والصقه في شريط العنوان. لم يُنشر شيء.',
    },
    later: { title: 'ليس الآن', text: 'لا يستجيب شيء تحتاج إليه هذه الصفحة. افتح الرابط مرة أخرى بعد بضع دقائق.' },
  },
};
