import * as z from 'zod';

const Named = z.object({
  entraObjectId: z.guid(),
  employeeId: z.uuid().optional().meta({ description: 'Absent: somebody new.' }),
  name: z.string().meta({ description: 'Without a name, the address; empty once the person is erased.' }),
});

export const PreviewDuplicate = Named.extend({
  email: z
    .string()
    .meta({ description: 'The address that both would have, in small letters; empty once the person is erased.' }),
  heldBy: Named.meta({ description: 'Who would hold the address, at the time of the preview.' }),
}).meta({ id: 'PreviewDuplicate' });
