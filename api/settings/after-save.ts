/**
 * What follows a save: a sync at once, one as soon as the tenant is resumed, none before a directory is linked, none
 * before the integration settings are saved, or none at all, as nothing changed that a sync would bring.
 */
export type AfterSave = 'syncs' | 'waitsForResume' | 'waitsForLink' | 'waitsForSettings' | 'needsNoSync';
