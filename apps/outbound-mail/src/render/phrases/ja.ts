import { LIFETIME_DAYS } from '@replyline/intent';
import type { Phrases } from './phrases.js';

export const ja: Phrases = {
  direction: 'ltr',
  cannotBeAnswered: 'このメールには返信できません。返信しても投稿されません。',
  unsubscribe: '配信停止はこちら',
  mention: {
    subject: (actor, conversation) => `${actor}さんが「${conversation}」であなたをメンションしました`,
    lead: (actor, conversation) => `${actor}さんが「${conversation}」であなたをメンションしました。`,
    isPosted: 'このメールに返信すると、その内容が会話に投稿されます。',
  },
  assignment: {
    subject: (actor) => `${actor}さんがこの会話をあなたに割り当てました`,
    lead: (actor, conversation) => `${actor}さんが会話「${conversation}」をあなたに割り当てました。`,
  },
  replyRejected: {
    subject: (conversation) => `${to(conversation)}返信は投稿されませんでした`,
    lead: (conversation) => `${to(conversation)}返信は投稿されませんでした。`,
    youWrote: 'お書きになった内容は次のとおりです。',
    reasons: {
      'no-reply':
        '返信先のメールは返信を受け付けていません。返信できるのは、先頭に返信の入力を案内する行があるメールだけです。',
      expired: `返信先のメールは${LIFETIME_DAYS}日以上前のものです。会話に直接ご記入ください。`,
      empty: 'ご自身の文章が見つかりませんでした。引用されたメールより上にご記入ください。',
      encrypted:
        '暗号化されているため、こちらでは読むことができません。暗号化せずに再送するか、会話に直接ご記入ください。',
      'too-long': '文章が長すぎます。短くするか、会話に直接ご記入ください。',
      'too-large': 'メールのサイズが大きすぎます。添付ファイルを外してお送りください。',
      'unknown-mail': '返信先のメールが確認できなくなっています。会話に直接ご記入ください。',
      not_a_member: '現在、この会話のメンバーではありません。',
      conversation_gone: 'この会話はすでに存在しません。',
    },
    otherwise: '受け付けることができませんでした。',
  },
  replyHeld: {
    subject: (conversation) => `${to(conversation)}この返信はご本人のものですか`,
    lead: (conversation) =>
      `${to(conversation)}返信があなたの名前で届きましたが、ご本人によるものか確認できないため、投稿していません。`,
    link: 'ご本人の返信であれば、こちらで確認して投稿してください',
    ifNotYours: 'お心当たりがない場合は、何もする必要はありません。',
  },
  event: {
    link: 'こちらで確認する',
    subscribed: (topic) => `${topic}を購読しているため、このメールをお送りしています。`,
  },
  exportCompleted: {
    subject: (name) => `エクスポート「${name}」の準備ができました`,
    lead: (name) => `「${name}」としてエクスポートしたデータの準備ができました。`,
    link: 'こちらからダウンロードする',
    until: (moment) => `リンクの有効期限は${moment}です。`,
  },
  scheduledQuery: {
    succeeded: {
      subject: (name) => `スケジュールされたクエリ「${name}」が成功しました`,
      lead: (name) => `スケジュールされたクエリ「${name}」が成功しました。`,
    },
    failed: {
      subject: (name) => `スケジュールされたクエリ「${name}」が失敗しました`,
      lead: (name) => `スケジュールされたクエリ「${name}」が失敗しました。`,
    },
    ranAt: (moment) => `実行日時：${moment}`,
    link: 'クエリをこちらで開く',
    owner: 'クエリの所有者であるため、このメールをお送りしています。',
  },
  password: {
    greeting: (name) => `${name}様`,
    oneTime: { subject: 'ワンタイムパスワードのお知らせ', lead: 'ワンタイムパスワードは次のとおりです。' },
    choose: {
      subject: 'パスワードの設定',
      lead: '次のリンクからパスワードを設定できます。ご本人以外は使用しないでください。',
      link: 'こちらでパスワードを設定する',
    },
    until: (moment) => `有効期限は${moment}です。`,
    keepIt: '他の人に知らせないでください。お心当たりがない場合は、管理者にご連絡ください。',
  },
  reminder: {
    subject: (title) => `リマインダー：${title}`,
    due: (moment) => `期限：${moment}`,
    link: 'こちらで開く',
  },
  unsubscribePage: {
    ask: {
      title: '配信を停止しますか？',
      about: (topic) => `${topic}に関するメールが届いています。`,
      yes: 'はい、配信を停止します',
      others: 'ほかの内容のメールには影響しません。',
    },
    gone: {
      title: '配信を停止しました',
      about: (topic) => `${topic}に関するメールは今後届きません。`,
      undo: '元に戻す',
    },
    back: { title: '配信を再開しました', about: (topic) => `${topic}に関するメールが再び届きます。` },
    incomplete: {
      title: 'このリンクは不完全です',
      text: 'メールソフトが長いリンクを途中で切ることがあります。メールをもう一度開き、リンクを最後まですべてコピーして、アドレスバーに貼り付けてください。',
      unchanged: '何も変更されていません。',
    },
    later: {
      title: '現在ご利用いただけません',
      text: 'このページに必要なサービスが応答していません。数分後にもう一度お試しください。',
    },
  },
  testMail: {
    subject: 'Replylineからのテストメール',
    lead: 'これはテストメールです。送信プロファイルは正しく動作しています。',
    ifSpam: '迷惑メールフォルダーに入っていた場合は、メールサーバーの管理者に送信元の許可を依頼してください。',
  },
};

function to(conversation: string | undefined): string {
  return conversation === undefined ? '' : `「${conversation}」への`;
}
