/// What a document is. The raw values are part of the format and never change.
public enum DocumentKind: String, CaseIterable, Sendable {
    case contract
    case serviceAgreement = "service-agreement"
    case warrantyCard = "warranty-card"
    case amendment
    case invoice
    case other
}
