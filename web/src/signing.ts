// Signing in. Loaded when the reader asks for it.

import './styles/form.css';
import type { Access } from './data/access';
import { ApiError } from './data/error';
import { signIn } from './data/writes';
import type { Locale } from './i18n/locale';
import { SignInDialog } from './ui/sign-in';
import { signInWords } from './ui/sign-in-words';

export class Signing {
  private readonly dialog: SignInDialog;

  constructor(
    private readonly loc: Locale,
    private readonly onAccess: (access: Access) => void,
  ) {
    this.dialog = new SignInDialog(loc, (token) => void this.send(token));
    document.body.append(this.dialog.element);
  }

  open(): void {
    this.dialog.open();
  }

  private async send(token: string): Promise<void> {
    try {
      const access = await signIn(token);
      this.dialog.close();
      this.onAccess(access);
    } catch (error) {
      const status = error instanceof ApiError ? error.status : 0;
      const say = signInWords(this.loc);
      const key = status === 0 ? 'unreachable' : status === 429 ? 'waiting' : 'refused';
      this.dialog.showFailed(say(key));
    }
  }
}
