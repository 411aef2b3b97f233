//! Names that made-up users are put together from, from many places.

#[rustfmt::skip]
pub const FIRST: &[&str] = &[
    "Ada", "Adam", "Adaeze", "Aisha", "Akira", "Alba", "Alejandro", "Alice", "Amara", "Amina", "Amir", "Ana", "Anders",
    "Andrea", "Anja", "Anna", "Anton", "Arjun", "Arthur", "Astrid", "Ayo", "Beatriz", "Ben", "Björn", "Bruno", "Camila",
    "Carlos", "Carmen", "Cathy", "Chen", "Chidi", "Chiara", "Chloé", "Clara", "Daniel", "David", "Deepa", "Diego", "Dina",
    "Dmitri", "Ebba", "Eduardo", "Elena", "Eli", "Elif", "Emma", "Emre", "Erik", "Esther", "Eva", "Fatima", "Felix",
    "Fernanda", "Finn", "Freja", "Gabriel", "Giulia", "Grace", "Hana", "Hannah", "Harriet", "Hassan", "Helena", "Henrik",
    "Hiro", "Ibrahim", "Ida", "Ines", "Ingrid", "Isaac", "Isabel", "Ivan", "Jack", "Jana", "Javier", "Jin", "Joana",
    "Johanna", "Jonas", "Joon", "Jorge", "Julia", "Kaito", "Karim", "Kasia", "Katrin", "Kemi", "Kenji", "Khadija", "Kofi",
    "Lars", "Laura", "Layla", "Lea", "Leon", "Leila", "Lina", "Linh", "Lucas", "Lucía", "Luis", "Luka", "Maja", "Malik",
    "Manuel", "Marco", "Maria", "Marta", "Mateo", "Matilda", "Mei", "Mehmet", "Mila", "Miguel", "Minh", "Mira", "Mohamed",
    "Nadia", "Naomi", "Nia", "Niamh", "Nikolai", "Nina", "Noah", "Noor", "Nora", "Obi", "Olga", "Oliver", "Olivia",
    "Omar", "Oskar", "Paolo", "Patrick", "Paula", "Pedro", "Petra", "Priya", "Qing", "Rafael", "Rahul", "Rania", "Ravi",
    "Rosa", "Ruth", "Saad", "Salma", "Samir", "Sana", "Sandra", "Sanjay", "Sara", "Sean", "Selin", "Sergio", "Siddharth",
    "Simone", "Sofia", "Stefan", "Sunita", "Sven", "Tadeusz", "Takumi", "Tamar", "Tariq", "Teresa", "Theo", "Thomas",
    "Tomás", "Uma", "Valentina", "Vera", "Victor", "Vikram", "Wanjiru", "Wei", "William", "Xin", "Yara", "Yasmin", "Yuki",
    "Yusuf", "Zahra", "Zara", "Zoë", "Zoltan",
];

#[rustfmt::skip]
pub const LAST: &[&str] = &[
    "Abbott", "Abdi", "Abe", "Acosta", "Adeyemi", "Aguilar", "Ahmed", "Akhtar", "Almeida", "Alvarez", "Andersen", "Aoki",
    "Arnold", "Asante", "Bailey", "Bakker", "Banerjee", "Barros", "Bauer", "Becker", "Berg", "Bianchi", "Björk", "Bose",
    "Boateng", "Brandt", "Brown", "Byrne", "Campos", "Cardoso", "Castro", "Chan", "Chaudhry", "Cohen", "Costa", "Cruz",
    "Dahl", "Das", "Davies", "Delgado", "Demir", "Deshmukh", "Diallo", "Diaz", "Dubois", "Duarte", "Dvořák", "Edwards",
    "Eriksen", "Esposito", "Evans", "Farah", "Fernandes", "Ferrari", "Fischer", "Flores", "Fontaine", "Foster", "Fujita",
    "Gallagher", "Garcia", "Ghosh", "Gómez", "González", "Gupta", "Haddad", "Hansen", "Haruna", "Hassan", "Hernández",
    "Hoffmann", "Holm", "Horvat", "Hughes", "Hussein", "Ibrahim", "Ito", "Ivanov", "Iyer", "Jackson", "Jansen", "Jensen",
    "Jiménez", "Johansson", "Jones", "Kamau", "Kapoor", "Kato", "Kaya", "Kelly", "Khan", "Kim", "Klein", "Kobayashi",
    "Kovács", "Kowalski", "Kumar", "Lang", "Larsen", "Lee", "Lefebvre", "Lim", "Lindqvist", "Lopes", "López", "Lund",
    "Madsen", "Malik", "Mansour", "Martin", "Martínez", "Mbeki", "Meyer", "Mehta", "Mendes", "Moreau", "Moreno", "Mori",
    "Moyo", "Müller", "Murphy", "Mwangi", "Nair", "Nakamura", "Navarro", "Ndiaye", "Nguyen", "Nielsen", "Nkosi", "Novak",
    "Nowak", "Oduya", "Okafor", "Okoye", "Oliveira", "Olsen", "Osei", "Özdemir", "Papadopoulos", "Park", "Patel",
    "Pereira", "Petrov", "Petrović", "Pham", "Popescu", "Pryce", "Qureshi", "Rahman", "Ramos", "Rao", "Reyes", "Ricci",
    "Rivera", "Rojas", "Romano", "Rossi", "Ryan", "Sahin", "Saito", "Salazar", "Sanchez", "Santos", "Sato", "Schmidt",
    "Schneider", "Shah", "Sharma", "Shevchenko", "Silva", "Singh", "Smith", "Sørensen", "Sousa", "Suzuki", "Szabó",
    "Takahashi", "Tan", "Tanaka", "Taylor", "Thorne", "Tran", "Tremblay", "Usman", "Van Dijk", "Vargas", "Vasquez", "Virtanen",
    "Vogel", "Voss", "Walker", "Wang", "Weber", "Whitlock", "Williams", "Wong", "Wright", "Yamamoto", "Yilmaz", "Zhang",
    "Zimmermann",
];
