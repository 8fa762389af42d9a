"""What made-up publications are made of."""

from config.languages import Bilingual

PLACES = (
    Bilingual("rural", "농촌"),
    Bilingual("coastal", "해안"),
    Bilingual("urban", "도시"),
    Bilingual("regional", "지역"),
    Bilingual("border", "접경지"),
    Bilingual("island", "도서"),
    Bilingual("metropolitan", "대도시권"),
    Bilingual("local", "지방"),
)
FIELDS = (
    Bilingual("housing", "주거"),
    Bilingual("energy", "에너지"),
    Bilingual("schooling", "교육"),
    Bilingual("health care", "보건의료"),
    Bilingual("employment", "고용"),
    Bilingual("transport", "교통"),
    Bilingual("water supply", "급수"),
    Bilingual("public finance", "재정"),
    Bilingual("migration", "이주"),
    Bilingual("security", "안보"),
    Bilingual("trade", "무역"),
    Bilingual("land use", "토지 이용"),
)
TITLES = (
    Bilingual("What we know about {}", "{}, 지금까지 알려진 것"),
    Bilingual("The quiet costs of {}", "{}의 드러나지 않은 비용"),
    Bilingual("Ten years of {}", "{} 10년의 기록"),
    Bilingual("Who decides on {}", "{}, 누가 결정하는가"),
    Bilingual("Paying for {}", "{}의 비용을 치르는 법"),
    Bilingual("A second look at {}", "{} 다시 보기"),
    Bilingual("{}: a survey of twelve cities", "{}: 열두 도시 조사"),
    Bilingual("After the reform of {}", "{} 개편 그 후"),
)
SENTENCES = (
    Bilingual(
        "In {year}, {number} per cent of {place} budgets for {field} were spent before summer.",
        "{year}년에는 {place} {field} 예산의 {number}%가 여름이 오기 전에 집행되었다.",
    ),
    Bilingual(
        "Officials in charge of {field} named {number} obstacles, most of them easy to remove.",
        "{field} 담당자들은 장애물 {number}가지를 꼽았고 대부분은 없애기 어렵지 않은 것이었다.",
    ),
    Bilingual(
        "The {place} average hides a gap of {number} points between neighbouring towns.",
        "{place} 평균만 보면 이웃한 도시 사이의 {number}포인트 차이가 보이지 않는다.",
    ),
    Bilingual(
        "No register of {field} has been kept since {year}.",
        "{year}년 이후 {field} 대장은 작성되지 않았다.",
    ),
    Bilingual(
        "We therefore compare {place} offices that answered within {number} days with those that did not.",
        "따라서 {number}일 안에 답한 {place} 기관과 그러지 않은 기관을 비교한다.",
    ),
    Bilingual(
        "Spending on {field} rose by {number} per cent, while the number of users did not change.",
        "{field} 지출은 {number}% 늘었지만 이용자 수는 달라지지 않았다.",
    ),
    Bilingual(
        "A rule of {year} still decides how {field} is counted.",
        "{field}의 집계 방식은 아직 {year}년의 규칙을 따른다.",
    ),
    Bilingual(
        "Residents of {place} areas waited {number} minutes on average, and remembered twice as many.",
        "{place} 주민은 평균 {number}분을 기다렸고 기억 속에서는 그 두 배를 기다렸다.",
    ),
)
NAMED = Bilingual("The office calls this the {} survey.", "담당 기관은 이를 {} 조사라고 부른다.")
HEADINGS = (
    Bilingual("For city governments", "지방정부에"),
    Bilingual("For national ministries", "중앙부처에"),
    Bilingual("For the National Assembly", "국회에"),
    Bilingual("For businesses", "기업에"),
)
ADVICE = (
    Bilingual("Publish the figures on {} every month.", "{} 관련 수치를 매달 공개한다."),
    Bilingual("Name one office that answers for {}.", "{} 업무를 책임질 부서 한 곳을 정한다."),
    Bilingual("Set aside a tenth of the budget for {} in good years.", "여유 있는 해에 {} 예산의 10분의 1을 적립한다."),
    Bilingual("Review the rules on {} before the next election.", "다음 선거 전에 {} 규정을 검토한다."),
)
FAMILIES = (
    Bilingual("Kim", "김"),
    Bilingual("Lee", "이"),
    Bilingual("Park", "박"),
    Bilingual("Choi", "최"),
    Bilingual("Jung", "정"),
    Bilingual("Kang", "강"),
    Bilingual("Cho", "조"),
    Bilingual("Yoon", "윤"),
    Bilingual("Jang", "장"),
    Bilingual("Lim", "임"),
    Bilingual("Shin", "신"),
    Bilingual("Kwon", "권"),
)
SYLLABLES = (
    Bilingual("min", "민"),
    Bilingual("seo", "서"),
    Bilingual("ji", "지"),
    Bilingual("hyun", "현"),
    Bilingual("soo", "수"),
    Bilingual("young", "영"),
    Bilingual("eun", "은"),
    Bilingual("ha", "하"),
    Bilingual("jin", "진"),
    Bilingual("woo", "우"),
    Bilingual("yeon", "연"),
    Bilingual("tae", "태"),
    Bilingual("bo", "보"),
    Bilingual("ra", "라"),
)
