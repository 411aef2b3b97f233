// Every page of the product, once. The specs that look at all pages read this table: a new page gets a line here.

export const tenant = 'northwind';

/** Demo users by the name the tests call them. */
export const demoUsers = {
  amara: 'auth0|65f1c09a7be2d4018c33a901',
  /** Has an email address that is not verified. */
  eleni: 'auth0|692ae5b42b4708693ad9e731',
};

export interface ProductPage {
  /** Names the test and the stored pictures. */
  name: string;
  path: string;
  /** The document's title up to " · Gatehouse". */
  title: string;
  /** The page is for people who have not signed in. */
  stranger?: boolean;
  /** The status it answers with; 200 where none is given. */
  status?: number;
  /** Also looked at on PostgreSQL. */
  smoke?: boolean;
}

export function userPath(id: string, tab?: string): string {
  const path = `/dashboard/${tenant}/users/${encodeURIComponent(id)}`;
  return tab ? `${path}/${tab}` : path;
}

const dashboard = `/dashboard/${tenant}`;
const amara = (tab?: string) => userPath(demoUsers.amara, tab);

export const pages: ProductPage[] = [
  { name: 'sign-in', path: '/sign-in', title: 'Sign in', stranger: true, smoke: true },
  { name: 'account', path: '/account', title: 'Your account' },

  { name: 'users', path: `${dashboard}/users`, title: 'Users', smoke: true },
  { name: 'users-search', path: `${dashboard}/users?q=amara`, title: 'Users', smoke: true },
  { name: 'users-no-match', path: `${dashboard}/users?q=nobody-is-called-this`, title: 'Users' },
  { name: 'users-create', path: `${dashboard}/users/create`, title: 'Create User · Users' },

  { name: 'user-details', path: amara(), title: 'Amara Okafor · Details · Users', smoke: true },
  { name: 'user-devices', path: amara('devices'), title: 'Amara Okafor · Devices · Users', smoke: true },
  { name: 'user-history', path: amara('history'), title: 'Amara Okafor · History · Users', smoke: true },
  { name: 'user-locations', path: amara('locations'), title: 'Amara Okafor · Locations · Users', smoke: true },
  { name: 'user-raw-json', path: amara('raw-json'), title: 'Amara Okafor · Raw JSON · Users', smoke: true },
  {
    name: 'user-authorized-applications',
    path: amara('authorized-applications'),
    title: 'Amara Okafor · Authorized Applications · Users',
    smoke: true,
  },
  { name: 'user-permissions', path: amara('permissions'), title: 'Amara Okafor · Permissions · Users', smoke: true },
  { name: 'user-roles', path: amara('roles'), title: 'Amara Okafor · Roles · Users', smoke: true },
  { name: 'user-block', path: amara('block'), title: 'Block User · Amara Okafor · Users' },
  { name: 'user-unknown', path: userPath('auth0|000000000000000000000000'), title: 'User not found', status: 404 },

  { name: 'roles', path: `${dashboard}/roles`, title: 'Roles', smoke: true },
  { name: 'applications', path: `${dashboard}/applications`, title: 'Applications', smoke: true },
  { name: 'apis', path: `${dashboard}/apis`, title: 'APIs', smoke: true },
  { name: 'connections', path: `${dashboard}/connections`, title: 'Connections', smoke: true },
  { name: 'logs', path: `${dashboard}/logs`, title: 'Logs', smoke: true },
  { name: 'outbox', path: `${dashboard}/outbox`, title: 'Outbox', smoke: true },
];
