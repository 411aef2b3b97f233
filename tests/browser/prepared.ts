// Pages that show nothing worth seeing until something has happened: each preparation brings it about on the test's own
// server, by forms that work without scripts too, and says the address of the page.
import type { Page } from '@playwright/test';
import { demoUsers, type Preparation, type ProductPage, tenant, userPath } from './pages';
import { keepDeletedUsers, signIn } from './harness';

const preparations: Record<Preparation, (page: Page) => Promise<string>> = {
  'users in the bin': async (page) => {
    await keepDeletedUsers(page, 30);
    for (const user of [demoUsers.eleni, demoUsers.amara]) {
      await page.goto(userPath(user, 'delete'));
      await page.getByTestId('confirm').click();
      await page.getByTestId('notice').waitFor();
    }
    return `/dashboard/${tenant}/users/deleted`;
  },
  'a mailed invitation': async (page) => {
    await signIn(page);
    await page.goto(`/dashboard/${tenant}/operators/invite`);
    await page.getByTestId('field-email').fill('noor@northwind.example');
    await page.getByTestId('submit').click();
    return mailedLink(page, 'noor@northwind.example');
  },
  'a mailed reset link': async (page) => {
    await signIn(page);
    await page.goto(userPath(demoUsers.amara, 'change-password'));
    await page.getByTestId('field-how-mail').check();
    await page.getByTestId('submit').click();
    return mailedLink(page, 'amara.okafor@northwind.example');
  },
  'a mailed verification link': async (page) => {
    await signIn(page);
    await page.goto(userPath(demoUsers.eleni, 'send-verification-email'));
    await page.getByTestId('confirm').click();
    return mailedLink(page, 'eleni.papadopoulou@gr.example');
  },
};

/** The address of a page, once what it shows has been brought about. */
export async function addressOf(page: Page, entry: ProductPage): Promise<string> {
  return entry.prepared ? preparations[entry.prepared](page) : entry.path;
}

/** Where the link of the only mail to somebody leads; whoever follows it is a stranger. */
async function mailedLink(page: Page, recipient: string): Promise<string> {
  await page.getByTestId('notice').waitFor();
  await page.goto(`/dashboard/${tenant}/outbox`);
  const mail = page.getByTestId('mails').getByRole('row').filter({ hasText: recipient });
  await mail.getByRole('link').first().click();
  const link = await page.getByTestId('mail-link').getAttribute('href');
  await page.context().clearCookies();
  const { pathname, search } = new URL(link!);
  return pathname + search;
}
