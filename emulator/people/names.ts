const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Given names and surnames of many countries; any pair may meet, as in real firms. */
export const GIVEN_NAMES = words(`
  Ada Adaeze Aiko Aino Alejandro Amara Amélie Ana Anders Andrea Aneta Anjali Anna Antoine Aoife Arjun Astrid Ayşe
  Beatriz Ben Bianca Björn Bogdan Bronwen Camille Carlos Carmen Caroline Chen Chiara Chinedu Chloe Christos Claire
  Dan Daniela David Deepak Diego Dina Dmitri Eduardo Eileen Elena Elif Élodie Emeka Emil Emma Erik Esra Ewa Fatima
  Felix Fiona Francesca Freya Gabriel Gareth Giulia Grace Hana Hannah Haruto Heidi Helena Hugo Ibrahim Ines Ingrid
  Isabel Ivan Jack Jana Jasmine Jens Joana Johanna John José Julia Kamal Karin Kasia Kenji Kofi Laila Lars Laura Léa
  Liam Lin Linh Lucía Luca Łukasz Magnus Mai Malik Marco Maria Marta Matej Mehmet Mei Mia Miguel Mohammed Nadia
  Naoko Niamh Nikhil Nina Noah Nora Oksana Olga Oliver Omar Oscar Pablo Paula Pavel Pedro Petra Philippe Priya Rachel
  Rafael Rahul Ravi Renata Rosa Ruth Sakura Samir Sara Sean Sebastian Selin Siobhán Sofía Søren Stefan Sunita Susan
  Tadeusz Tariq Tatiana Thandiwe Thomas Tiago Tobias Uma Valentina Vera Vikram Wei Wiebke William Xin Yara Yuki Yusuf
  Zahra Zoë Zuzana
`);

export const SURNAMES = words(`
  Abbott Adebayo Aguilar Ahmed Almeida Andersson Andrade Arslan Bakker Barros Bauer Becker Bennett Berg Bianchi
  Boateng Bondarenko Brandt Byrne Campbell Carvalho Castillo Chakraborty Chan Chaudhry Christensen Clarke Costa Cruz
  Dąbrowski Davies Delgado Demir Diallo Dimitriou Dubois Dvořák Edwards Eriksson Evans Farkas Fernández Ferrari
  Fischer Fitzgerald Fontaine Fraser Fujimoto García Gauthier Georgiou Goldberg González Gupta Haddad Hakimi Hansen
  Hartmann Hashimoto Hayes Hernández Hoffmann Horvat Hughes Ibrahim Ito Ivanov Jackson Jansen Jensen Jiménez Johansson
  Kaczmarek Kamara Kapoor Karlsson Kato Kelly Khalil Khan Kim Klein Kobayashi Kovács Kowalski Kumar Lambert Larsen
  Laurent Lee Lefèvre Lewis Lindqvist Liu López MacDonald Mahmoud Marino Martin Martínez Mbeki McCarthy Mendoza Meyer
  Mitchell Moreau Morgan Müller Murphy Nakamura Navarro Nguyen Nielsen Novák Nowak Nwosu O'Connor O'Neill Okafor
  Olsen Öztürk Papadopoulos Park Patel Pereira Petrov Pham Popescu Quinn Rahman Ramos Reddy Reyes Ricci Richter
  Rodríguez Romano Rossi Roux Russo Ryan Saito Sánchez Santos Sato Schmidt Schneider Schwarz Shapiro Sharma Silva
  Simonsen Singh Sokolov Sousa Stewart Suzuki Svensson Szabó Takahashi Tanaka Taylor Thompson Torres Tran Vargas
  Vasquez Virtanen Wagner Walker Walsh Wang Watanabe Weber Williams Winther Wójcik Wong Wright Yamamoto Yıldız Young
  Zhang Zhou Zieliński Zimmermann
`);

/** Places of work, complete enough for a signature. Phone numbers lie in ranges that are kept for fiction. */
export const OFFICES = [
  {
    city: 'Bristol',
    state: 'Avon',
    country: 'United Kingdom',
    usage: 'GB',
    street: '14 Harbour Row',
    zip: 'BS1 4QA',
    phone: '+44 117 496 0',
  },
  {
    city: 'London',
    state: null,
    country: 'United Kingdom',
    usage: 'GB',
    street: '220 Clerk Street',
    zip: 'EC1R 9ZZ',
    phone: '+44 20 7946 0',
  },
  {
    city: 'Seattle',
    state: 'WA',
    country: 'United States',
    usage: 'US',
    street: '801 Pine Terrace',
    zip: '98101',
    phone: '+1 206 555 0',
  },
  {
    city: 'Chicago',
    state: 'IL',
    country: 'United States',
    usage: 'US',
    street: '55 Lakeview Plaza',
    zip: '60601',
    phone: '+1 312 555 0',
  },
  {
    city: 'Hamburg',
    state: 'Hamburg',
    country: 'Germany',
    usage: 'DE',
    street: 'Am Speicher 7',
    zip: '20457',
    phone: '+49 40 66969 ',
  },
  {
    city: 'Kraków',
    state: 'Małopolskie',
    country: 'Poland',
    usage: 'PL',
    street: 'ul. Długa 12',
    zip: '31-146',
    phone: '+48 12 555 0',
  },
  {
    city: 'Auckland',
    state: 'Auckland',
    country: 'New Zealand',
    usage: 'NZ',
    street: '3 Wharf Lane',
    zip: '1010',
    phone: '+64 9 555 0',
  },
  {
    city: 'Singapore',
    state: null,
    country: 'Singapore',
    usage: 'SG',
    street: '18 Robinson Walk',
    zip: '068899',
    phone: '+65 6555 0',
  },
] as const;

/** Departments with the titles that occur in them, the first being the head's. */
export const DEPARTMENTS = [
  {
    name: 'Engineering',
    titles: [
      'Director of Engineering',
      'Principal Engineer',
      'Software Engineer',
      'Test Engineer',
      'Firmware Engineer',
    ],
  },
  { name: 'Sales', titles: ['Sales Director', 'Account Manager', 'Sales Representative', 'Inside Sales Specialist'] },
  { name: 'Marketing', titles: ['Marketing Director', 'Content Editor', 'Campaign Manager', 'Designer'] },
  { name: 'Finance', titles: ['Finance Director', 'Controller', 'Accountant', 'Payroll Specialist'] },
  { name: 'Human Resources', titles: ['HR Director', 'HR Business Partner', 'Recruiter'] },
  {
    name: 'Operations',
    titles: ['Operations Director', 'Plant Manager', 'Production Planner', 'Technician', 'Warehouse Associate'],
  },
  { name: 'Customer Support', titles: ['Head of Support', 'Support Engineer', 'Support Specialist'] },
  { name: 'IT', titles: ['Head of IT', 'Systems Administrator', 'Service Desk Analyst'] },
  { name: 'Legal', titles: ['General Counsel', 'Counsel', 'Paralegal'] },
  { name: 'Research & Development', titles: ['Head of Research', 'Scientist', 'Laboratory Technician'] },
  { name: 'Purchasing', titles: ['Head of Purchasing', 'Buyer'] },
  { name: 'Quality', titles: ['Head of Quality', 'Quality Engineer', 'Auditor'] },
] as const;
