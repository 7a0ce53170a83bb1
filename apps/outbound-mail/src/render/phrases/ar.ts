import { LIFETIME_DAYS } from '@replyline/intent';
import type { Phrases } from './phrases.js';

export const ar: Phrases = {
  direction: 'rtl',
  cannotBeAnswered: 'لا يمكن الرد على هذه الرسالة: لن يُنشر أي رد عليها.',
  unsubscribe: 'إلغاء الاشتراك من هنا',
  mention: {
    subject: (actor, conversation) => `إشارة إليك من ${actor} في ${conversation}`,
    lead: (actor, conversation) => `إشارة إليك من ${actor} في ${conversation}:`,
    isPosted: 'سيُنشر ردك على هذه الرسالة في المحادثة.',
  },
  assignment: {
    subject: (actor) => `أُسندت إليك هذه المحادثة من ${actor}`,
    lead: (actor, conversation) => `أُسندت إليك المحادثة ${conversation} من ${actor}.`,
  },
  replyRejected: {
    subject: (conversation) => `لم يُنشر ردك${to(conversation)}`,
    lead: (conversation) => `لم يُنشر ردك${to(conversation)}.`,
    youWrote: 'هذا ما كتبته:',
    reasons: {
      'no-reply':
        'الرسالة التي رددت عليها لا تقبل الردود. لا يمكن الرد إلا على الرسائل التي تطلب في سطرها الأول كتابة الرد.',
      expired: `مضى على الرسالة التي رددت عليها أكثر من ${LIFETIME_DAYS} يومًا. يرجى الكتابة في المحادثة نفسها.`,
      empty: 'لم نجد فيه نصًا كتبته. يرجى الكتابة فوق الرسالة المقتبسة.',
      encrypted: 'إنها مشفّرة ولا يمكن قراءتها هنا. يرجى إرسالها مرة أخرى دون تشفير، أو الكتابة في المحادثة نفسها.',
      'too-long': 'الرد طويل جدًا. يرجى اختصاره أو الكتابة في المحادثة نفسها.',
      'too-large': 'حجم الرسالة كبير جدًا. يرجى إرسالها دون مرفقات.',
      'unknown-mail': 'لم تعد الرسالة التي رددت عليها معروفة. يرجى الكتابة في المحادثة نفسها.',
      not_a_member: 'لم تعد لديك عضوية في المحادثة.',
      conversation_gone: 'لم تعد المحادثة موجودة.',
    },
    otherwise: 'تعذر قبوله.',
  },
  replyHeld: {
    subject: (conversation) => `هل كتبت هذا الرد${to(conversation)}؟`,
    lead: (conversation) => `وصل رد${to(conversation)} باسمك، لكن ليس من المؤكد أنه منك، ولذلك لم يُنشر.`,
    link: 'قراءة الرد ونشره هنا إن كان منك',
    ifNotYours: 'إن لم يكن الرد منك، فلا يلزمك فعل شيء.',
  },
  event: {
    link: 'الاطلاع هنا',
    subscribed: (topic) => `تصلك هذه الرسالة بسبب اشتراكك في ${topic}.`,
  },
  exportCompleted: {
    subject: (name) => `ملف التصدير ${name} جاهز`,
    lead: (name) => `البيانات التي صدّرتها باسم ${name} جاهزة.`,
    link: 'تنزيل البيانات من هنا',
    until: (moment) => `الرابط صالح حتى ${moment}.`,
  },
  scheduledQuery: {
    succeeded: {
      subject: (name) => `نجح الاستعلام المجدول ${name}`,
      lead: (name) => `نجح تنفيذ الاستعلام المجدول ${name}.`,
    },
    failed: {
      subject: (name) => `فشل الاستعلام المجدول ${name}`,
      lead: (name) => `فشل تنفيذ الاستعلام المجدول ${name}.`,
    },
    ranAt: (moment) => `وقت التنفيذ: ${moment}.`,
    link: 'فتح الاستعلام هنا',
    owner: 'تصلك هذه الرسالة لأنك من مالكي الاستعلام.',
  },
  password: {
    greeting: (name) => `مرحبًا ${name}،`,
    oneTime: { subject: 'كلمة المرور لمرة واحدة', lead: 'هذه كلمة المرور الخاصة بك لمرة واحدة:' },
    choose: {
      subject: 'اختيار كلمة المرور',
      lead: 'يمكنك اختيار كلمة المرور عبر هذا الرابط، وهو مخصص لك وحدك.',
      link: 'اختيار كلمة المرور هنا',
    },
    until: (moment) => `الصلاحية حتى ${moment}.`,
    keepIt: 'يرجى عدم مشاركة هذه الرسالة مع أحد. إن كانت غير متوقعة، فيرجى إبلاغ مسؤول النظام.',
  },
  reminder: {
    subject: (title) => `تذكير: ${title}`,
    due: (moment) => `الموعد: ${moment}`,
    link: 'الفتح هنا',
  },
  unsubscribePage: {
    ask: {
      title: 'هل تريد إلغاء الاشتراك؟',
      about: (topic) => `تصلك رسائل حول ${topic}.`,
      yes: 'نعم، لا ترسلوا لي المزيد منها',
      others: 'لا يؤثر ذلك في الرسائل حول مواضيع أخرى.',
    },
    gone: { title: 'تم إلغاء اشتراكك', about: (topic) => `لن تصلك رسائل حول ${topic} بعد الآن.`, undo: 'تراجع' },
    back: { title: 'تم تجديد اشتراكك', about: (topic) => `ستصلك الرسائل حول ${topic} من جديد.` },
    incomplete: {
      title: 'هذا الرابط غير مكتمل',
      text: 'تقطع برامج البريد الروابط الطويلة أحيانا. افتح الرسالة مرة أخرى وانسخ الرابط كاملا حتى آخره والصقه في شريط العنوان.',
      unchanged: 'لم يتغير شيء.',
    },
    later: { title: 'ليس الآن', text: 'لا يستجيب شيء تحتاج إليه هذه الصفحة. حاول مرة أخرى بعد بضع دقائق.' },
  },
  testMail: {
    subject: 'رسالة تجريبية من Replyline',
    lead: 'هذه رسالة تجريبية: ملف تعريف الإرسال يعمل.',
    ifSpam: 'إن كانت في مجلد الرسائل غير المرغوب فيها، فيرجى طلب السماح بمرسلها من مسؤول خادم البريد.',
  },
};

function to(conversation: string | undefined): string {
  return conversation === undefined ? '' : ` في ${conversation}`;
}
