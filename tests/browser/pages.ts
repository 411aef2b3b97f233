// Every page of the product, once. The specs that look at all pages read this table: a new page gets a line here.

export const tenant = 'northwind';

/** Demo users by the name the tests call them. */
export const demoUsers = {
  amara: 'auth0|65f1c09a7be2d4018c33a901',
  /** Has an email address that is not verified. */
  eleni: 'auth0|692ae5b42b4708693ad9e731',
};

export type Preparation = 'users in the bin' | 'a mailed invitation' | 'a mailed reset link' | 'a mailed verification link';

export interface ProductPage {
  /** Names the test and the stored pictures. */
  name: string;
  path: string;
  /** What has to happen first, see prepared.ts; such a page has a server to itself. */
  prepared?: Preparation;
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
  { name: 'choose-password-gone', path: '/choose-password?ticket=northwind.none', title: 'Choose a password', stranger: true, status: 410 },
  { name: 'choose-password', path: '/choose-password', prepared: 'a mailed invitation', title: 'Choose a password', stranger: true },
  { name: 'reset-password', path: '/reset-password', prepared: 'a mailed reset link', title: 'Choose a new password', stranger: true },
  { name: 'verify-email', path: '/verify-email', prepared: 'a mailed verification link', title: 'Verify your email address', stranger: true },
  { name: 'account', path: '/account', title: 'Your account' },

  { name: 'users', path: `${dashboard}/users`, title: 'Users', smoke: true },
  { name: 'users-search', path: `${dashboard}/users?q=amara`, title: 'Users', smoke: true },
  { name: 'users-no-match', path: `${dashboard}/users?q=nobody-is-called-this`, title: 'Users' },
  { name: 'users-lucene', path: `${dashboard}/users?mode=lucene&q=${encodeURIComponent('blocked:true OR logins_count:[100 TO *]')}`, title: 'Users', smoke: true },
  { name: 'users-lucene-mistake', path: `${dashboard}/users?mode=lucene&q=${encodeURIComponent('emial_verified:true AND name:jo*')}`, title: 'Error: Users', status: 400 },
  { name: 'users-address-mistake', path: `${dashboard}/users?status=nonsense&sort=x&q=amara`, title: 'Error: Users', status: 400 },
  { name: 'users-lucene-no-match', path: `${dashboard}/users?mode=lucene&q=shoe_size%3A44`, title: 'Users' },
  { name: 'users-search-help', path: `${dashboard}/users/search-help`, title: 'Search syntax · Users' },
  { name: 'users-views', path: `${dashboard}/users/views`, title: 'Views · Users' },
  { name: 'users-view-create', path: `${dashboard}/users/views/create?query=status%3Dblocked`, title: 'Save View · Users' },
  { name: 'users-deleted', path: `${dashboard}/users/deleted`, prepared: 'users in the bin', title: 'Deleted users · Users' },
  { name: 'users-deleted-off', path: `${dashboard}/users/deleted`, title: 'Deleted users · Users' },
  { name: 'users-import', path: `${dashboard}/users/import`, title: 'Import Users · Users' },
  { name: 'users-export', path: `${dashboard}/users/export`, title: 'Export Users · Users' },
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
  { name: 'jobs', path: `${dashboard}/jobs`, title: 'Jobs', smoke: true },
  { name: 'outbox', path: `${dashboard}/outbox`, title: 'Outbox', smoke: true },

  // What a dialog shows, as the pages they are without scripts.
  { name: 'user-edit', path: amara('edit'), title: 'Edit User Identity · Amara Okafor · Users' },
  { name: 'user-metadata', path: amara('user-metadata'), title: 'Edit user_metadata · Amara Okafor · Users' },
  { name: 'user-link', path: amara('link'), title: 'Link a user account · Amara Okafor · Users' },
  { name: 'user-assign-permissions', path: amara('permissions/assign'), title: 'Assign Permissions · Permissions of Amara Okafor' },
  { name: 'user-change-email', path: amara('change-email'), title: 'Change Email · Amara Okafor · Users' },
  { name: 'user-change-password', path: amara('change-password'), title: 'Change Password · Amara Okafor · Users' },
  { name: 'user-forget-browsers', path: amara('forget-browsers'), title: 'Forget Remembered Browsers · Amara Okafor · Users' },
  { name: 'user-sign-in-as', path: amara('sign-in-as'), title: 'Sign in as User · Amara Okafor · Users' },
  { name: 'user-delete', path: amara('delete'), title: 'Delete User · Amara Okafor · Users' },

  // Ids follow from the demo's content.
  { name: 'role-create', path: `${dashboard}/roles/create`, title: 'Create Role · Roles' },
  { name: 'role-settings', path: `${dashboard}/roles/rol_93f8615374e115f3`, title: 'Editor · Settings · Roles' },
  { name: 'role-permissions', path: `${dashboard}/roles/rol_93f8615374e115f3/permissions`, title: 'Editor · Permissions · Roles' },
  { name: 'role-users', path: `${dashboard}/roles/rol_93f8615374e115f3/users`, title: 'Editor · Users · Roles' },
  { name: 'api-create', path: `${dashboard}/apis/create`, title: 'Create API · APIs' },
  { name: 'api-settings', path: `${dashboard}/apis/cc7d3cb1a99cc33de8f79337`, title: 'Catalogue API · Settings · APIs' },
  { name: 'api-permissions', path: `${dashboard}/apis/cc7d3cb1a99cc33de8f79337/permissions`, title: 'Catalogue API · Permissions · APIs' },
  { name: 'management-api', path: `${dashboard}/apis/8c991af443c693f0de3f12f0`, title: 'Gatehouse Management API · Settings · APIs' },
  { name: 'management-api-permissions', path: `${dashboard}/apis/8c991af443c693f0de3f12f0/permissions`, title: 'Gatehouse Management API · Permissions · APIs' },
  { name: 'management-api-programs', path: `${dashboard}/apis/8c991af443c693f0de3f12f0/programs`, title: 'Gatehouse Management API · Machine to machine · APIs' },
  { name: 'management-api-program-add', path: `${dashboard}/apis/8c991af443c693f0de3f12f0/programs/add`, title: 'Authorize a Program · Gatehouse Management API · APIs' },
  { name: 'management-api-program-scopes', path: `${dashboard}/apis/8c991af443c693f0de3f12f0/programs/Bbj7QUCiSTC1wxXevxlc0cFXTDXuFbFe/scopes`, title: 'Scopes of Newsletter sender · Gatehouse Management API · APIs' },
  { name: 'management-api-program-token', path: `${dashboard}/apis/8c991af443c693f0de3f12f0/programs/Bbj7QUCiSTC1wxXevxlc0cFXTDXuFbFe/token`, title: 'Get a Token to Try · Gatehouse Management API · APIs' },
  { name: 'management-api-explorer', path: `${dashboard}/apis/8c991af443c693f0de3f12f0/explorer`, title: 'Gatehouse Management API · Explorer · APIs' },
  { name: 'management-api-explorer-endpoint', path: `${dashboard}/apis/8c991af443c693f0de3f12f0/explorer/post_users`, title: 'Create a user · Explorer · APIs' },
  { name: 'application-create', path: `${dashboard}/applications/create`, title: 'Create Application · Applications' },
  { name: 'application-settings', path: `${dashboard}/applications/zeOxcVl5lqtTBsqMb8UgUyXrrFPWleqR`, title: 'Back office · Settings · Applications' },
  { name: 'application-connections', path: `${dashboard}/applications/zeOxcVl5lqtTBsqMb8UgUyXrrFPWleqR/connections`, title: 'Back office · Connections · Applications' },
  { name: 'connection-create', path: `${dashboard}/connections/create`, title: 'Create Database · Connections' },
  { name: 'connection-database', path: `${dashboard}/connections/con_304042152cfd374b`, title: 'Customers · Settings · Connections' },
  { name: 'connection-social', path: `${dashboard}/connections/con_5dfd05d31ed86d5d`, title: 'Google · Settings · Connections' },
  { name: 'connection-applications', path: `${dashboard}/connections/con_304042152cfd374b/applications`, title: 'Customers · Applications · Connections' },
  { name: 'log-event', path: `${dashboard}/logs/90020261121140200000652930452987759124098530`, title: 'Success Login · Logs' },
  { name: 'operators', path: `${dashboard}/operators`, title: 'Operators' },
  { name: 'operator-invite', path: `${dashboard}/operators/invite`, title: 'Invite Operator · Operators' },
  { name: 'tenant-settings', path: `${dashboard}/settings`, title: 'Settings' },
  { name: 'tenant-create', path: '/tenants/create', title: 'Create Tenant' },
  { name: 're-authenticate', path: `/re-authenticate?next=${encodeURIComponent(amara('change-email'))}`, title: 'Confirm that it is you' },
];

/** Every page is pictured at these sizes, in these themes. */
export const sizes = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
export const themes = ['light', 'dark'] as const;

export function pictureName(page: ProductPage, size: string, theme: string): string {
  return `${page.name}-${size}-${theme}`;
}

/** The names of all pictures, sorted. */
export function pictureNames(): string[] {
  const each = (page: ProductPage) => Object.keys(sizes).flatMap((size) => themes.map((theme) => pictureName(page, size, theme)));
  return pages.flatMap(each).sort();
}
