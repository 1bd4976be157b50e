"""Forenames in common use in England, in every community that services meet.

Written down for the identifier screen (design), and for nothing else: whether two words are a
name is decided in `names`.
"""

from __future__ import annotations

from typing import Final

FORENAMES: Final = frozenset(
    """
    aaliyah aaron abbie abby abdul abdullah abigail abraham abu ada adam adele adil adnan adrian
    agnes
    ahmad ahmed aidan aileen aimee aisha aishah ajay alan alana alasdair albert alberto alejandro
    alex
    alexa alexander alexandra alexandru alexis alfie alfred ali alice alicia alina alisha alison
    alistair
    allan allison alma amanda amelia amelie amina aminah amir amit amy ana anastasia andre andrea
    andreea
    andreas andrei andrew andrzej andy aneesa angela angelica angelina angus anil anila anisa anita
    anjali
    ann anna annabel anne annette annie anthony antoinette antonia antonio antony anya archie ariana
    arif
    arjun arran arthur arun ash ashleigh ashley ashok asif asma ava avril ayaan ayesha ayse aysha
    azra barbara
    barney barry bartosz beatrice becky belinda ben benjamin bernadette bernard bernice bertie beryl
    beth
    bethan bethany betty bev beverley bharat bhavna bianca bilal bilkis blessing bob bobby boris
    bradley
    brandon brenda brendan brett brian bridget brigid bronwen bruce bryan bryony caitlin callum
    calum
    cameron camilla camille carl carla carlos carly carmel carmen carol carole caroline carolyn
    carrie
    catalina catherine cathy catriona cecil cecilia cedric celia chandra chantal chantelle charlene
    charles
    charlie charlotte cheryl chidi chika chinedu chioma chloe chris chrissie christina christine
    christopher
    ciara clara claire clare claudia clifford clive colette colin colleen connie connor conor
    constance cora
    corey corinne craig cristian cristina curtis cynthia cyril daisy damian damien damilola damon
    dan danial
    daniel daniela danielle danny darcey darius darrell darren daryl dave david davina dawid daya
    dean
    deanna debbie deborah debra declan deepa deepak delia delroy denise dennis derek dermot desmond
    devon dev
    diana diane dianne diego dillon dilys dimitra dimitri dina dinah dinesh dionne dolores dominic
    dominik
    dominika don donald donna dora doreen dorian doris dorothy doug douglas duncan dwayne dylan
    ebony eddie
    edith edna eduardo edward edwin edyta efe eileen eilidh elaine elena eleni eleanor elias elif
    elijah eliot
    elisa elisabeth elise elizabeth ella ellen ellie elliot elliott elsa elsie emeka emilia emily
    emma emmanuel
    enid enzo eric erica erin ernest esme estelle esther ethan ethel eugene eunice eva evan evelyn
    evie
    ewa ewan ezra faisal farah farhan farida farooq fatema fatima fatimah fatma fay felicity felix
    femi
    ferdinand fergus fernanda filip fiona folasade francesca francis francisco frankie fraser fred
    freda
    freddie frederick freya funmi gabriel gabriela gabriella gabrielle gail gareth garry gary gavin
    gaynor
    gemma geoff geoffrey george georgie georgina geraint gerald geraldine gerard gillian gina
    giorgio giovanni
    giulia giuseppe gladys glen glenda glenn gloria glyn glynis gordon graeme graham grant greg
    gregory greta
    grzegorz guiseppe gurpreet guy gwen gwendoline habib habiba hadiya hafsa haider hajra hakeem
    halima hamid
    hamza hana hanna hannah hardeep haris harish harjit harley haroon harpreet harriet harris harry
    harvey
    hasan hasnain hassan hayley hazel heather hector heidi helen helena henrietta henry herbert
    hilary hilda
    hollie howard hubert hugh hugo humphrey hussain hussein ian ibrahim idris ifeoma ikram ilona
    imani imogen
    imran ines inga ingrid ioana iqra ira irena irene irina iris irum isaac isabel isabella isabelle
    isaiah isha
    isla ismail isobel israel istvan ivan iwona iwan jacek jack jackie jackson jacob jacqueline
    jacqui jaime
    jake jakub jamal james jameel jamie jamila jan jane janet janette janice janine jared jasmin
    jasmine
    jason jaspreet javed javier jay jayden jayne jean jeanette jeanne jeff jeffrey jemima jemma jen
    jenna
    jennie jennifer jenny jeremy jermaine jerome jerry jess jessica jessie jill jillian jim jimmy jo
    joan
    joann joanna joanne joao jocelyn jodie joe joel joey johanna john johnny jolene jon jonah jonas
    jonathan
    jordan jorge jose joseph josephine josh joshua josie joyce juan juanita jude judith judy julia
    julian
    juliana julie juliet juliette justin justine justyna kabir kai kaitlyn kamal kamil kamran karan
    karen karim
    karina karl karol karolina kasia katarzyna kate kath katharine katherine kathleen kathryn kathy
    katie katrina
    katy kavita kay kayleigh keeley keiran keith kelly kelvin ken kenneth kenny kerry kevin khadija
    khadijah
    khalid khalil kieran kieron kim kimberley kiran kirsten kirsty kishan konrad kris krishna
    kristian kristina
    kristof krystyna krzysztof kuldeep kumar kwame kyle lance laila lana lara larissa larry lateefah
    latifa
    laura lauren laurence lawrence layla leah leanne lee leigh leila len lena lenny leo leon leona
    leonard
    leonie leroy lesley leslie leticia levi lewis leyla liam lilian liliana lillian lily linda
    lindsay lindsey
    lionel lisa livia liz liza lizzie lloyd logan lola loretta lorna lorraine lottie lou louie louis
    louisa
    louise luca lucas lucia lucille lucinda lucy ludmila luis luisa lukasz luke lydia lyn lynda
    lyndsey lynn
    lynne mabel maciej madeleine madison mae magdalena maggie maha mahmood mahmoud maia mairead
    maisie majid
    malcolm malgorzata malik mandy manjit manoj manuel marcel marcia marcin marco marcus mared
    margaret marge
    maria mariam marian marianne marie mariam marilyn marina mario marion marius marjorie marlene
    marta
    martha martin martina martyn marvin mary maryam masood mateusz matilda matt matteo matthew maura
    maureen maurice
    mavis maximilian maxine maya mayur meena meera megan mehmet mel melanie melissa melvin mercy
    meryl mia michael
    michaela michal michele michelle mick miguel mihaela mihai mike mila mildred millicent millie
    mimi mina
    minh miranda miriam misbah mitchell mitul mo mohamed mohammad mohammed mohamud mohan mohsin
    moira mollie
    molly mona monica monika morag morgan moses muhammad muhammed mumtaz muna muriel murray musa
    mustafa myra
    myrtle nabeel nadia nadine naeem nafisa naima nalini nancy naomi nasir nasreen natalia natalie
    natasha nathan
    nathaniel naveed navid nazia neal neil nell nellie nelson neville ngozi nia niamh nicholas nick
    nicky nico
    nicola nicolas nicole nigel nikhil niki nikita nikki nikola nina nisha noah noel noor nora
    noreen norma
    nour nuno nusrat obinna odette ola olga oliver olivia ollie oluwaseun omar ondrej oscar osman
    owen oyin
    pablo padraig pam pamela paola parveen pascal patience patrice patricia patrick patryk patsy
    paul paula
    pauline pavel pawel pearl peggy penelope percy perry peter petra petros phil philip philippa
    phillip
    phoebe phyllis pierre piers piotr pooja poppy prakash pranav preethi priscilla priya priyanka
    quentin rabia
    rachael rachel radoslaw rafael rafiq rahul raj raja rajesh rajinder ralph ramona randall raphael
    rashid
    ravi ray raymond rebecca reece reena reg reggie reginald rehana remi rene renee reuben rhiannon
    rhian rhoda
    rhona rhys ricardo richard rick ricky rita rob robbie robert roberta roberto robyn rochelle rod
    roderick
    rodney roger rohan rohit roisin roland roman ron ronald ronan ronnie rory rosa rosalind rosamund
    rosanna
    roseanne rosemary rosie ross rowena roxanne roy ruben ruby rukhsana rupert russell ruth ryan
    ryszard sabah
    sabina sabrina sadia sadie safiya saima sajid sakina saleem salim sally salma sam samantha
    samina samir
    samira samson samuel sana sandeep sandra sandy sangita sanjay santiago sara sarah sasha saskia
    satnam saul
    scarlett scott sean seb sebastian selena selina selma serena sergio seth shabana shafiq shahid
    shaista
    shakeel shalini shamima shane shanice shannon sharif sharon shaun shauna shawn shazia sheena
    sheila shelby
    shelley sheryl shirley shivani shona sian sibyl sid sidney sienna silvia simon simone simran
    sinead siobhan
    sofia sonia sonya sophia sophie spencer stacey stacy stan stanislaw stanley stefan stefania
    stefano stella
    steph stephanie stephen steve steven stewart stuart sue sukhdeep sukhwinder suleman sultana
    sunil sunita
    surinder susan susanna susannah susanne susie suzanne suzie svetlana sybil syed sylvia sylwia
    szymon tabitha
    tahir tamara tamsin tania tanisha tanja tanya tara tariq tasha tatiana teddy terence teresa
    terri terry
    tess tessa thea thelma theo theodore theresa thomas tiffany tiago tim timothy tina tobias toby
    todd tom
    tomas tomasz tommy toni tony tracey tracy travis trevor tricia trisha trudy tunde tyler tyrone
    uma umar
    urszula ursula usha usman vaishali valentina valerie vanessa vasile vera verity vernon veronica
    vicki
    vickie vicky vijay vikram viktor vikki vincent viola violet vivek vivian vivien vivienne
    vladimir waheed
    wahid wajid walter wanda waqar warren wayne wendy wesley wilfred wilhelmina will willem william
    willow winifred
    winston wojciech xavier yahya yana yasin yasmin yasmine yetunde yolanda yousef youssef yusuf
    yvette yvonne
    zac zach zachary zahid zahra zain zainab zak zakariya zara zeeshan zena zeynep zoe zofia zohra
    zuzanna
    """.split()  # noqa: SIM905 - a column of names is no place for quotation marks
)
"""Forenames that are seldom anything else."""

ALSO_WORDS: Final = frozenset(
    """
    amber angel april art ashley august autumn bailey bill blake bonnie brook brooke chase chelsea
    chester christian crystal dale dawn dean drew earl eden eve faith fern florence frank georgia
    gene
    ginger glen grace grant hazel heath heather holly hope hunter iris ivy jade jan joy june kent
    kerry kirk lane
    lily lincoln lisa lorna luna mark mason max may mercy miles nelson nevada nia norman olive paige
    paris
    parker patience pearl penny pete phoenix pierce poppy preston rich river robin rose rowan ruby
    rusty
    sandy savannah scarlett shannon skye stacey sterling stirling storm summer sydney tanner taylor
    tiger trinity tyne victor victoria violet wade will willow winter
    """.split()  # noqa: SIM905 - as above
)
"""Forenames that are also words, months or places."""
