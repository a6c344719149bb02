// The words of the dialog for signing in.

import type { Locale, Message, Params } from '../i18n/locale';

const en = {
  title: 'Sign in',
  lead: 'Whoever runs this server gives tokens, with “incidentmap token create”.',
  token: 'Token',
  button: 'Sign in',
  refused: 'This token gives nothing here. It may be misspelt, expired or revoked.',
  waiting: 'Too many tokens were tried from your address. Wait a while, then try again.',
  unreachable: 'The server cannot be reached. Check that it is running, then try again.',
} as const;
type Key = keyof typeof en;

const ar: Record<Key, Message> = {
  title: 'تسجيل الدخول',
  lead: 'من يدير هذا الخادم يعطي الرموز بالأمر ‎“incidentmap token create”‎.',
  token: 'الرمز',
  button: 'دخول',
  refused: 'هذا الرمز لا يعطي شيئًا هنا. ربما كُتب خطأ أو انتهت مدته أو أُلغي.',
  waiting: 'جُرّبت من عنوانك رموز كثيرة. انتظر قليلًا ثم حاول مجددًا.',
  unreachable: 'تعذر الوصول إلى الخادم. تأكد من أنه يعمل ثم حاول مجددًا.',
};

export const signInWords = (loc: Locale): ((key: Key, params?: Params) => string) =>
  loc.words({ en, ar });
