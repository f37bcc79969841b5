// English short names of the ISO 3166-1 codes, in common usage.
#include <algorithm>
#include <array>
#include <utility>

#include "base/words.h"
#include "knowledge/geo_record.h"

namespace portexplorer {
namespace {

using Entry = std::pair<std::string_view, std::string_view>;

// clang-format off
constexpr std::array kCountries = std::to_array<Entry>({
    {"AD", "Andorra"_text}, {"AE", "United Arab Emirates"_text}, {"AF", "Afghanistan"_text}, {"AG", "Antigua and Barbuda"_text},
    {"AI", "Anguilla"_text}, {"AL", "Albania"_text}, {"AM", "Armenia"_text}, {"AO", "Angola"_text}, {"AQ", "Antarctica"_text},
    {"AR", "Argentina"_text}, {"AS", "American Samoa"_text}, {"AT", "Austria"_text}, {"AU", "Australia"_text}, {"AW", "Aruba"_text},
    {"AX", "Åland Islands"_text}, {"AZ", "Azerbaijan"_text}, {"BA", "Bosnia and Herzegovina"_text}, {"BB", "Barbados"_text},
    {"BD", "Bangladesh"_text}, {"BE", "Belgium"_text}, {"BF", "Burkina Faso"_text}, {"BG", "Bulgaria"_text}, {"BH", "Bahrain"_text},
    {"BI", "Burundi"_text}, {"BJ", "Benin"_text}, {"BL", "Saint Barthélemy"_text}, {"BM", "Bermuda"_text}, {"BN", "Brunei"_text},
    {"BO", "Bolivia"_text}, {"BQ", "Caribbean Netherlands"_text}, {"BR", "Brazil"_text}, {"BS", "Bahamas"_text}, {"BT", "Bhutan"_text},
    {"BV", "Bouvet Island"_text}, {"BW", "Botswana"_text}, {"BY", "Belarus"_text}, {"BZ", "Belize"_text}, {"CA", "Canada"_text},
    {"CC", "Cocos (Keeling) Islands"_text}, {"CD", "Congo (Kinshasa)"_text}, {"CF", "Central African Republic"_text},
    {"CG", "Congo (Brazzaville)"_text}, {"CH", "Switzerland"_text}, {"CI", "Côte d'Ivoire"_text}, {"CK", "Cook Islands"_text},
    {"CL", "Chile"_text}, {"CM", "Cameroon"_text}, {"CN", "China"_text}, {"CO", "Colombia"_text}, {"CR", "Costa Rica"_text},
    {"CU", "Cuba"_text}, {"CV", "Cape Verde"_text}, {"CW", "Curaçao"_text}, {"CX", "Christmas Island"_text}, {"CY", "Cyprus"_text},
    {"CZ", "Czechia"_text}, {"DE", "Germany"_text}, {"DJ", "Djibouti"_text}, {"DK", "Denmark"_text}, {"DM", "Dominica"_text},
    {"DO", "Dominican Republic"_text}, {"DZ", "Algeria"_text}, {"EC", "Ecuador"_text}, {"EE", "Estonia"_text}, {"EG", "Egypt"_text},
    {"EH", "Western Sahara"_text}, {"ER", "Eritrea"_text}, {"ES", "Spain"_text}, {"ET", "Ethiopia"_text}, {"FI", "Finland"_text},
    {"FJ", "Fiji"_text}, {"FK", "Falkland Islands"_text}, {"FM", "Micronesia"_text}, {"FO", "Faroe Islands"_text}, {"FR", "France"_text},
    {"GA", "Gabon"_text}, {"GB", "United Kingdom"_text}, {"GD", "Grenada"_text}, {"GE", "Georgia"_text}, {"GF", "French Guiana"_text},
    {"GG", "Guernsey"_text}, {"GH", "Ghana"_text}, {"GI", "Gibraltar"_text}, {"GL", "Greenland"_text}, {"GM", "Gambia"_text},
    {"GN", "Guinea"_text}, {"GP", "Guadeloupe"_text}, {"GQ", "Equatorial Guinea"_text}, {"GR", "Greece"_text},
    {"GS", "South Georgia and the South Sandwich Islands"_text}, {"GT", "Guatemala"_text}, {"GU", "Guam"_text},
    {"GW", "Guinea-Bissau"_text}, {"GY", "Guyana"_text}, {"HK", "Hong Kong"_text}, {"HM", "Heard Island and McDonald Islands"_text},
    {"HN", "Honduras"_text}, {"HR", "Croatia"_text}, {"HT", "Haiti"_text}, {"HU", "Hungary"_text}, {"ID", "Indonesia"_text},
    {"IE", "Ireland"_text}, {"IL", "Israel"_text}, {"IM", "Isle of Man"_text}, {"IN", "India"_text},
    {"IO", "British Indian Ocean Territory"_text}, {"IQ", "Iraq"_text}, {"IR", "Iran"_text}, {"IS", "Iceland"_text}, {"IT", "Italy"_text},
    {"JE", "Jersey"_text}, {"JM", "Jamaica"_text}, {"JO", "Jordan"_text}, {"JP", "Japan"_text}, {"KE", "Kenya"_text},
    {"KG", "Kyrgyzstan"_text}, {"KH", "Cambodia"_text}, {"KI", "Kiribati"_text}, {"KM", "Comoros"_text},
    {"KN", "Saint Kitts and Nevis"_text}, {"KP", "North Korea"_text}, {"KR", "South Korea"_text}, {"KW", "Kuwait"_text},
    {"KY", "Cayman Islands"_text}, {"KZ", "Kazakhstan"_text}, {"LA", "Laos"_text}, {"LB", "Lebanon"_text}, {"LC", "Saint Lucia"_text},
    {"LI", "Liechtenstein"_text}, {"LK", "Sri Lanka"_text}, {"LR", "Liberia"_text}, {"LS", "Lesotho"_text}, {"LT", "Lithuania"_text},
    {"LU", "Luxembourg"_text}, {"LV", "Latvia"_text}, {"LY", "Libya"_text}, {"MA", "Morocco"_text}, {"MC", "Monaco"_text},
    {"MD", "Moldova"_text}, {"ME", "Montenegro"_text}, {"MF", "Saint Martin"_text}, {"MG", "Madagascar"_text},
    {"MH", "Marshall Islands"_text}, {"MK", "North Macedonia"_text}, {"ML", "Mali"_text}, {"MM", "Myanmar"_text}, {"MN", "Mongolia"_text},
    {"MO", "Macao"_text}, {"MP", "Northern Mariana Islands"_text}, {"MQ", "Martinique"_text}, {"MR", "Mauritania"_text},
    {"MS", "Montserrat"_text}, {"MT", "Malta"_text}, {"MU", "Mauritius"_text}, {"MV", "Maldives"_text}, {"MW", "Malawi"_text},
    {"MX", "Mexico"_text}, {"MY", "Malaysia"_text}, {"MZ", "Mozambique"_text}, {"NA", "Namibia"_text}, {"NC", "New Caledonia"_text},
    {"NE", "Niger"_text}, {"NF", "Norfolk Island"_text}, {"NG", "Nigeria"_text}, {"NI", "Nicaragua"_text}, {"NL", "Netherlands"_text},
    {"NO", "Norway"_text}, {"NP", "Nepal"_text}, {"NR", "Nauru"_text}, {"NU", "Niue"_text}, {"NZ", "New Zealand"_text},
    {"OM", "Oman"_text}, {"PA", "Panama"_text}, {"PE", "Peru"_text}, {"PF", "French Polynesia"_text}, {"PG", "Papua New Guinea"_text},
    {"PH", "Philippines"_text}, {"PK", "Pakistan"_text}, {"PL", "Poland"_text}, {"PM", "Saint Pierre and Miquelon"_text},
    {"PN", "Pitcairn"_text}, {"PR", "Puerto Rico"_text}, {"PS", "Palestine"_text}, {"PT", "Portugal"_text}, {"PW", "Palau"_text},
    {"PY", "Paraguay"_text}, {"QA", "Qatar"_text}, {"RE", "Réunion"_text}, {"RO", "Romania"_text}, {"RS", "Serbia"_text},
    {"RU", "Russia"_text}, {"RW", "Rwanda"_text}, {"SA", "Saudi Arabia"_text}, {"SB", "Solomon Islands"_text}, {"SC", "Seychelles"_text},
    {"SD", "Sudan"_text}, {"SE", "Sweden"_text}, {"SG", "Singapore"_text}, {"SH", "Saint Helena"_text}, {"SI", "Slovenia"_text},
    {"SJ", "Svalbard and Jan Mayen"_text}, {"SK", "Slovakia"_text}, {"SL", "Sierra Leone"_text}, {"SM", "San Marino"_text},
    {"SN", "Senegal"_text}, {"SO", "Somalia"_text}, {"SR", "Suriname"_text}, {"SS", "South Sudan"_text},
    {"ST", "São Tomé and Príncipe"_text}, {"SV", "El Salvador"_text}, {"SX", "Sint Maarten"_text}, {"SY", "Syria"_text},
    {"SZ", "Eswatini"_text}, {"TC", "Turks and Caicos Islands"_text}, {"TD", "Chad"_text}, {"TF", "French Southern Territories"_text},
    {"TG", "Togo"_text}, {"TH", "Thailand"_text}, {"TJ", "Tajikistan"_text}, {"TK", "Tokelau"_text}, {"TL", "Timor-Leste"_text},
    {"TM", "Turkmenistan"_text}, {"TN", "Tunisia"_text}, {"TO", "Tonga"_text}, {"TR", "Türkiye"_text}, {"TT", "Trinidad and Tobago"_text},
    {"TV", "Tuvalu"_text}, {"TW", "Taiwan"_text}, {"TZ", "Tanzania"_text}, {"UA", "Ukraine"_text}, {"UG", "Uganda"_text},
    {"UM", "United States Minor Outlying Islands"_text}, {"US", "United States"_text}, {"UY", "Uruguay"_text}, {"UZ", "Uzbekistan"_text},
    {"VA", "Vatican City"_text}, {"VC", "Saint Vincent and the Grenadines"_text}, {"VE", "Venezuela"_text},
    {"VG", "British Virgin Islands"_text}, {"VI", "US Virgin Islands"_text}, {"VN", "Vietnam"_text}, {"VU", "Vanuatu"_text},
    {"WF", "Wallis and Futuna"_text}, {"WS", "Samoa"_text}, {"XK", "Kosovo"_text}, {"YE", "Yemen"_text}, {"YT", "Mayotte"_text},
    {"ZA", "South Africa"_text}, {"ZM", "Zambia"_text}, {"ZW", "Zimbabwe"_text},
});
// clang-format on
static_assert(std::ranges::is_sorted(kCountries));

}  // namespace

std::string_view country_name(std::string_view code) {
  const auto* it = std::ranges::lower_bound(kCountries, code, {}, &Entry::first);
  return it == kCountries.end() || it->first != code ? std::string_view{} : it->second;
}

}  // namespace portexplorer
