/** What Rollcall asks a directory for, all of it read-only (application permissions), and what each gives. */
export const PERMISSIONS = [
  { name: 'User.Read.All', required: true, gives: 'Reads people: who is there, who changed, who was deleted.' },
  {
    name: 'Organization.Read.All',
    required: true,
    gives: 'Reads the name and id of the directory, to know that it is yours.',
  },
  { name: 'GroupMember.Read.All', required: false, gives: 'Lets groups decide who is imported.' },
  {
    name: 'MailboxSettings.Read',
    required: false,
    gives: 'Tells shared mailboxes, rooms and equipment from people for certain.',
  },
  { name: 'Place.Read.All', required: false, gives: 'Tells rooms from people for certain.' },
] as const;
