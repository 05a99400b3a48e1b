export interface Person {
  name: string;
  language: 'en' | 'fr' | 'de';
}

/** Greets a person in their language. */
export function sayHello(person: Person): string {
  if (person.language === 'en') {
    return `Hello, ${person.name}!`;
  }
  if (person.language === 'fr') {
    return `Bonjour, ${person.name} !`;
  }
  return `Hallo, ${person.name}!`;
}

/** Says goodbye to a person in their language. */
